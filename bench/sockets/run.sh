#!/usr/bin/env bash
# What the media sockets cost per packet, against each other, on one core and without a receiver: in a
# network namespace of its own, whose far end drops everything at its driver. Needs root, ip and nft,
# and what ./vigie build has built. About 20 s. CORE=1 names the core.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ns=vigie-sockets-$$
network=10.9.0

ip netns add "$ns"
trap 'ip netns del "$ns"' EXIT
in_ns() { ip netns exec "$ns" "$@"; }
in_ns ip link set lo up
in_ns ip link add near0 type veth peer name far0
in_ns ip link set near0 arp off # nobody is there to answer
in_ns ip addr add "$network.1/24" dev near0
in_ns ip link set near0 up
in_ns ip link set far0 up
in_ns nft -f - <<NFT
table netdev drops {
  chain in { type filter hook ingress device far0 priority 0; policy drop; }
}
NFT

in_ns taskset -c "${CORE:-1}" "${JAVA_HOME:-/usr}/bin/java" --enable-native-access=ALL-UNNAMED \
  -cp "$home/bench/target/unchecked/classes:$(<"$home/.build/classpath")" \
  org.vigie.bench.sockets.SocketCost "$network"
