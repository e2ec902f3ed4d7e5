#!/bin/sh
# Entry point of the proxy image: nginx -c FILE -g 'daemon off;' as it is given, once that file is there.
set -eu

conf=
check=
previous=
for argument in "$@"; do
  [ "$previous" != -c ] || conf=$argument
  case $argument in -t | -T | -v | -V | -s) check=1 ;; esac
  previous=$argument
done

if [ "${1:-}" = nginx ] && [ -n "$conf" ] && [ -z "$check" ]; then
  # the engine writes it; with compose both start at once
  waited=0
  until [ -s "$conf" ]; do
    [ "$waited" -lt 120 ] || { echo "proxy: $conf is not there after 120 s: does the engine run?" >&2; exit 1; }
    waited=$((waited + 1))
    sleep 1
  done
fi

exec "$@"
