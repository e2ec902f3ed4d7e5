#!/usr/bin/env bash
# Sets up what the tests need (JDK 25, Docker engine, proxy image slipway/proxy:local, packages) and runs ./mvnw verify with the arguments given.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

test_packages() {
  if [ ! -x /bin/busybox ] || ldd /bin/busybox >/dev/null 2>&1; then apt_install busybox-static; fi
  # the app of the load tests is a static program
  if ! command -v gcc >/dev/null || [ ! -e /usr/include/stdio.h ]; then apt_install gcc libc6-dev; fi
  # a certificate authority to order from
  apt_install pebble
  if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
    # Ubuntu's chromium is a snap, which needs systemd: the browser tests say themselves when they find none
    if grep -qs '^ID=ubuntu' /etc/os-release; then say 'no Chromium here: install Google Chrome or Chromium for the browser tests'; else apt_install chromium; fi
  fi
}

check_settings
one_at_a_time
step 'looking for tools' need_tools
step 'looking for a JDK 25' find_jdk
step 'looking for a Docker engine' ensure_docker
step 'installing what the tests use' test_packages
step 'preparing the proxy image' proxy_image
printf '==> ./mvnw verify (set-up took %s s)\n' "$(seconds_since "$BEGAN")"
cd "$ROOT"
rm -rf "$TEMP"
# tests choose their own names, ports and directories; fd 9 is the lock of the set-up
unset SLIPWAY_NAME SLIPWAY_PORT SLIPWAY_HTTP_PORT SLIPWAY_BIND SLIPWAY_DOMAIN SLIPWAY_STATE
exec ./mvnw -B -ntp verify "$@" 9>&-
