#!/usr/bin/env bash
# The promise of the README, from end to end, beside whatever else runs here: up.sh twice, deployments by push (10, or SOAK),
# the engine stopped under traffic, down.sh, up again, purge. GRAALVM_HOME: with a native engine.
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

# of an engine on a JVM: what its threads do at the moment, virtual ones too
threads() {
  local pid
  pid=$(docker inspect -f '{{.State.Pid}}' "$SLIPWAY_NAME-engine")
  . "$here/jdk.sh"
  if [ -z "${GRAALVM_HOME:-}" ] && find_jdk_25 && "$JAVA_HOME/bin/jcmd" "$pid" Thread.dump_to_file -overwrite /tmp/threads >/dev/null; then
    printf -- '---- threads\n'
    cat "/proc/$pid/root/tmp/threads"
  fi
}

broken() {
  printf 'not ok - %s\n' "$1"
  docker ps -a --filter "label=slipway.engine=$SLIPWAY_NAME" || true
  threads || true
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

# identity and start of each container: both change when one is replaced or restarted; without those that stand by, which go a minute after a switch
containers() {
  docker ps -a --no-trunc --filter "label=slipway.engine=$SLIPWAY_NAME" --format '{{.State}} {{.ID}}' | awk '$1 != "paused" { print $2 }' | sort | xargs -r docker inspect -f '{{.Name}} {{.Id}} {{.Image}} {{.State.Status}} {{.State.StartedAt}}'
}

# deploys TIMES: git pushes of one app, each of them live before the next
deploys() {
  local source=$work/often token
  token=$(cat "$SLIPWAY_STATE/admin-token")
  cp -r "$here/../src/samples/hello" "$source"
  cp "${SLIPWAY_CACHE:-/var/cache/slipway}/busybox" "$source/"
  git -C "$source" init -q
  git -C "$source" config user.name e2e
  git -C "$source" config user.email e2e@localhost
  for change in $(seq "$1"); do
    echo "$change" >"$source/www/change"
    git -C "$source" add -A
    git -C "$source" commit -q -m "change $change"
    git -C "$source" push -q "http://slipway:$token@127.0.0.1:$SLIPWAY_PORT/git/often.git" HEAD:main >"$work/push.log" 2>&1 || { cat "$work/push.log"; return 1; }
    [ "$(curl -s -m 10 --noproxy '*' -H 'Host: often.localhost' "http://127.0.0.1:$SLIPWAY_HTTP_PORT/change")" = "$change" ] || return 1
  done
  # the one before is still draining
  for _ in $(seq 60); do
    [ "$(docker ps -q --filter status=running --filter "label=slipway.engine=$SLIPWAY_NAME" --filter label=slipway.app=often | wc -l)" -ne 1 ] || return 0
    sleep 1
  done
  return 1
}

engine_memory() {
  local pid
  pid=$(docker inspect -f '{{.State.Pid}}' "$SLIPWAY_NAME-engine")
  printf 'limit %s, docker stats %s, resident %s now and %s at most' \
    "$(docker inspect -f '{{.HostConfig.Memory}}' "$SLIPWAY_NAME-engine" | awk '{ print $1 / 1048576 " MiB" }')" \
    "$(docker stats --no-stream --format '{{.MemUsage}}' "$SLIPWAY_NAME-engine" | cut -d/ -f1)" \
    "$(awk '/^VmRSS/ { printf "%.0f MB", $2 * 1.024 / 1000 }' "/proc/$pid/status")" \
    "$(awk '/^VmHWM/ { printf "%.0f MB", $2 * 1.024 / 1000 }' "/proc/$pid/status")"
}

engine_runs_since() { [ "$1" = "$(docker inspect -f '{{.State.StartedAt}} {{.State.OOMKilled}}' "$SLIPWAY_NAME-engine")" ]; }

same_containers() { [ "$1" = "$(containers)" ] || { diff <(echo "$1") <(containers); return 1; }; }

nothing_left() {
  local left
  left=$(docker ps -aq --filter "label=slipway.engine=$SLIPWAY_NAME"; docker network ls -q --filter "label=slipway.engine=$SLIPWAY_NAME"; docker images -q --filter "label=slipway.engine=$SLIPWAY_NAME")
  [ -z "$left" ] && [ ! -e "$SLIPWAY_STATE" ]
}

token_is_private() { [ "$(stat -c %a "$SLIPWAY_STATE/admin-token")" = 600 ]; }

# no more than the socket's group, where there is one
least_privilege() {
  local uid
  uid=$(awk '/^Uid:/ { print $2 }' "/proc/$(docker inspect -f '{{.State.Pid}}' "$SLIPWAY_NAME-engine")/status")
  [ "$uid" -ne 0 ] || [ "$(stat -Lc %g /var/run/docker.sock)" -eq 0 ]
}

healthy_within() {
  local deadline=$((SECONDS + $1))
  until [ "$(docker inspect -f '{{.State.Health.Status}}' "$SLIPWAY_NAME-engine")" = healthy ]; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 1
  done
}

backed_up() { "$here/backup.sh" "$work/backup.tar" && [ "$(stat -c %a "$work/backup.tar")" = 600 ]; }

stranger_runs() { [ "$(docker inspect -f '{{.State.Running}}' "$stranger")" = true ]; }

check 'up.sh ends with 0' "$here/up.sh"
docker run -d --name "$stranger" --network none --entrypoint busybox slipway/proxy:local sleep 3600 >/dev/null
check 'the sample app answers' hello
check 'the admin token is for its owner only' token_is_private
check 'the engine is root only if it must be' least_privilege
check 'the engine is healthy by its own check' healthy_within 70

before=$(containers)
second=$SECONDS
check 'a second up.sh ends with 0' "$here/up.sh"
check "a second up.sh leaves every container alone ($((SECONDS - second)) s)" same_containers "$before"

started=$(docker inspect -f '{{.State.StartedAt}} false' "$SLIPWAY_NAME-engine")
check "${SOAK:-10} deployments by push are served" deploys "${SOAK:-10}"
check "the engine kept to its memory ($(engine_memory))" engine_runs_since "$started"

before=$(containers)
docker stop "$SLIPWAY_NAME-engine" >/dev/null
check 'the sample app answers 100 times while the engine is stopped' hello_always 100
check 'up.sh starts the engine again' "$here/up.sh"
check 'the apps were not touched by that' test "$(grep -v -- '-engine ' <<<"$before")" = "$(containers | grep -v -- '-engine ')"

check 'backup.sh writes a backup that is for its owner only' backed_up
check 'restore.sh puts it back' "$here/restore.sh" "$work/backup.tar"
check 'the sample app answers 100 times after that' hello_always 100
check 'the apps were not touched by that' test "$(grep -v -- '-engine ' <<<"$before")" = "$(containers | grep -v -- '-engine ')"

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
