#!/usr/bin/env bash
# What the relay's work costs in C on this machine, at the load test's pace (floor.c says how), for 10 to
# 400 viewers: the floor under the figures of `load/run.mjs viewers`. Needs gcc and OpenSSL's headers,
# which it installs on Debian and Ubuntu as root. About a minute. SECONDS_EACH=5 ROUNDS=3 by default.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(mktemp)
trap 'rm -f "$program"' EXIT

compiles() { gcc -O2 -Wall -Wextra -o "$program" "$here/floor.c" -lcrypto -lpthread; }

if ! command -v gcc >/dev/null || [ ! -e /usr/include/openssl/evp.h ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "needs gcc and OpenSSL's headers: sudo apt-get install gcc libc6-dev libssl-dev" >&2
    exit 1
  fi
  apt-get install -y --no-install-recommends gcc libc6-dev libssl-dev >&2
fi
compiles
for _ in $(seq "${ROUNDS:-3}"); do
  for viewers in 10 50 100 200 400; do "$program" "$viewers" "${SECONDS_EACH:-5}"; done
done
