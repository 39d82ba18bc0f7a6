#!/usr/bin/env bash
# The benchmarks of the hot path: bench/jmh.sh [regex] [JMH's own options]
#   bench/jmh.sh                      all of them, some ten minutes
#   bench/jmh.sh Srtp -p cipher=LIBCRYPTO,SUNJCE -p profile=AEAD_AES_128_GCM
# Figures and bytes per operation go to bench/results/jmh.json (OUT names another file).
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$home"
if [ -z "${JAVA_HOME:-}" ]; then
  for JAVA_HOME in /usr/lib/jvm/*25*; do [ -x "$JAVA_HOME/bin/java" ] && break; done
  export JAVA_HOME
fi
classpath=$home/bench/target/jmh-classpath
mvn -q -B -ntp -Dfast -pl bench -am test-compile dependency:build-classpath \
  -DincludeScope=test "-Dmdep.outputFile=$classpath" </dev/null
regex=.
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
  regex=$1
  shift
fi
options=("$@")
default() { # flag value: unless it was given
  case " ${options[*]} " in
    *" $1 "*) ;;
    *) options+=("$1" "$2") ;;
  esac
}
default -f 1
default -wi 5
default -w 1s
default -i 5
default -r 1s
exec "$JAVA_HOME/bin/java" -cp "bench/target/test-classes:bench/target/classes:$(<"$classpath")" \
  org.openjdk.jmh.Main "$regex" "${options[@]}" -prof gc -foe true \
  -jvmArgs "--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xms256m -Xmx256m" \
  -rf json -rff "${OUT:-bench/results/jmh.json}"
