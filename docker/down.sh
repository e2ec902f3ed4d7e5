#!/usr/bin/env bash
# Stops the engine SLIPWAY_NAME (slipway), its proxy and its apps; up.sh brings them back. With --purge nothing of it is left:
# containers, networks, volumes, images and the state directory SLIPWAY_STATE. Containers of others are not touched; Docker keeps running.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

purge=
case ${1:-} in
  '') ;;
  --purge) purge=1 ;;
  *) fail "'$1' is not known here" "$0" "$0 --purge" ;;
esac

each() { xargs -r -n 20 "$@" >/dev/null; }

stop_containers() {
  # the engine first: it would bring the others back
  ours -a --filter label=slipway.role=engine | each docker stop
  ours -a --filter label=slipway.role=engine | each docker rm -f
  ours -a --filter label=slipway.role=proxy | each docker stop
  ours -a --filter label=slipway.role=proxy | each docker rm -f
  # a paused container (a spare, or the last release on probation) must run to be stopped
  ours --filter status=paused | each docker unpause
  ours | each docker stop
  say "$(ours -a | wc -l) app containers stopped"
}

purge_docker() {
  ours -a | each docker rm -f -v
  docker network ls -q --filter "label=slipway.engine=$SLIPWAY_NAME" | each docker network rm
  docker volume ls -q --filter "label=slipway.engine=$SLIPWAY_NAME" | each docker volume rm
  docker images -q --no-trunc --filter "label=slipway.engine=$SLIPWAY_NAME" | sort -u | each docker rmi -f || say 'an image that a container of others uses was kept'
  # the JRE and the proxy have no owner: the last engine to go takes them along
  if [ "${SLIPWAY_KEEP_BASE:-0}" != 1 ] && [ -z "$(docker ps -aq --filter label=slipway.engine)$(docker images -q --filter label=slipway.engine)" ]; then
    { docker images -q --no-trunc --filter label=slipway.role=jre; docker images -q --no-trunc --filter label=slipway.role=proxy; } | sort -u | each docker rmi -f \
      || say 'an image that a container of others uses was kept'
  fi
}

check_mark() {
  if [ ! -e "$SLIPWAY_STATE" ]; then return 0; fi
  [ "$(cat "$SLIPWAY_STATE/.slipway" 2>/dev/null)" = "$SLIPWAY_NAME" ] \
    || fail "$SLIPWAY_STATE is not marked as the state of '$SLIPWAY_NAME' (file .slipway): not removed" 'SLIPWAY_STATE and SLIPWAY_NAME as they were for up.sh'
}

purge_state() {
  if [ ! -e "$SLIPWAY_STATE" ]; then return 0; fi
  rm -rf --one-file-system -- "$SLIPWAY_STATE"
  say "removed $SLIPWAY_STATE"
}

check_settings
[ -z "$purge" ] || check_mark
one_at_a_time
if docker_answers; then
  step "stopping $SLIPWAY_NAME" stop_containers
  [ -z "$purge" ] || step 'removing its containers, networks and images' purge_docker
elif [ -n "$purge" ] && command -v dockerd >/dev/null; then
  fail 'no Docker engine answers, so what is left in it cannot be removed' 'start it and run this again' "rm -r $SLIPWAY_STATE, if only the state matters"
else
  say 'no Docker engine answers: nothing runs'
fi
[ -z "$purge" ] || step 'removing its state' purge_state
