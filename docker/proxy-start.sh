#!/bin/sh
# Entry point of the proxy image: nginx -c FILE -g 'daemon off;' as it is given, after two things that Nginx does not do itself.
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
  # after a kill or a power cut the socket's file is still there, and Nginx would refuse to bind it, for ever
  rm -f "$(dirname "$conf")"/*.sock
fi

exec "$@"
