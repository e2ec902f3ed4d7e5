#!/usr/bin/env bash
# The promise of the README, from end to end, beside whatever else runs here: up.sh twice, the engine stopped under traffic, down.sh, up again, purge.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
export SLIPWAY_NAME=${SLIPWAY_NAME:-ci} SLIPWAY_PORT=${SLIPWAY_PORT:-18085} SLIPWAY_HTTP_PORT=${SLIPWAY_HTTP_PORT:-18080} SLIPWAY_DOMAIN=localhost
export SLIPWAY_STATE=$work/state SLIPWAY_SAMPLE=1
# the next run, or the tests, would have to make them again
export SLIPWAY_KEEP_BASE=1
stranger=$SLIPWAY_NAME-stranger
passed=0
began=$SECONDS

ok() { passed=$((passed + 1)); printf 'ok - %s\n' "$1"; }

broken() {
  printf 'not ok - %s\n' "$1"
  docker ps -a --filter "label=slipway.engine=$SLIPWAY_NAME" || true
  for role in engine proxy; do
    printf -- '---- %s\n' "$SLIPWAY_NAME-$role"
    docker logs --tail 60 "$SLIPWAY_NAME-$role" 2>&1 || true
  done
  printf 'e2e: %s passed, 1 failed\n' "$passed"
  exit 1
}

check() {
  local what=$1
  shift
  if "$@"; then ok "$what"; else broken "$what"; fi
}

leave() {
  "$here/down.sh" --purge >"$work/leave.log" 2>&1 || cat "$work/leave.log"
  docker rm -f "$stranger" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap leave EXIT

hello() { [ "$(curl -s -o /dev/null -m 10 --noproxy '*' -w '%{http_code}' -H 'Host: hello.localhost' "http://127.0.0.1:$SLIPWAY_HTTP_PORT/")" = 200 ]; }

hello_within() {
  local deadline=$((SECONDS + $1))
  until hello; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.5
  done
}

hello_always() { for _ in $(seq "$1"); do hello || return 1; done; }

# identity and start of each container: both change when one is replaced or restarted
containers() {
  docker ps -aq --no-trunc --filter "label=slipway.engine=$SLIPWAY_NAME" | sort | xargs -r docker inspect -f '{{.Name}} {{.Id}} {{.Image}} {{.State.Status}} {{.State.StartedAt}}'
}

same_containers() { [ "$1" = "$(containers)" ] || { diff <(echo "$1") <(containers); return 1; }; }

nothing_left() {
  local left
  left=$(docker ps -aq --filter "label=slipway.engine=$SLIPWAY_NAME"; docker network ls -q --filter "label=slipway.engine=$SLIPWAY_NAME"; docker images -q --filter "label=slipway.engine=$SLIPWAY_NAME")
  [ -z "$left" ] && [ ! -e "$SLIPWAY_STATE" ]
}

token_is_private() { [ "$(stat -c %a "$SLIPWAY_STATE/admin-token")" = 600 ]; }

stranger_runs() { [ "$(docker inspect -f '{{.State.Running}}' "$stranger")" = true ]; }

check 'up.sh ends with 0' "$here/up.sh"
docker run -d --name "$stranger" --network none --entrypoint busybox slipway/proxy:local sleep 3600 >/dev/null
check 'the sample app answers' hello
check 'the admin token is for root only' token_is_private

before=$(containers)
second=$SECONDS
check 'a second up.sh ends with 0' "$here/up.sh"
check "a second up.sh leaves every container alone ($((SECONDS - second)) s)" same_containers "$before"

docker stop "$SLIPWAY_NAME-engine" >/dev/null
check 'the sample app answers 100 times while the engine is stopped' hello_always 100
check 'up.sh starts the engine again' "$here/up.sh"
check 'the sample app was not touched by that' test "$(grep -v -- '-engine ' <<<"$before")" = "$(containers | grep -v -- '-engine ')"

docker kill "$SLIPWAY_NAME-proxy" >/dev/null
check 'up.sh starts a killed proxy again' "$here/up.sh"
check 'the sample app answers again' hello_within 10

check 'down.sh ends with 0' "$here/down.sh"
check 'the sample app does not answer any more' eval '! hello'
check 'up.sh after down.sh ends with 0' "$here/up.sh"
check 'the sample app is back' hello_within 30

check 'down.sh --purge ends with 0' "$here/down.sh" --purge
check 'down.sh --purge leaves nothing' nothing_left
check 'the container of a stranger was never touched' stranger_runs
printf 'end to end: %s s\n' "$((SECONDS - began))"
printf 'e2e: %s passed, 0 failed\n' "$passed"
