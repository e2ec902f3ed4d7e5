#!/usr/bin/env bash
# Brings a machine with a JDK 25, Git and apt to a running Slipway with a sample app on it. Safe to run again at any time:
# what is as it should be is left alone. Settings: SLIPWAY_PORT (8085), SLIPWAY_HTTP_PORT (80), SLIPWAY_BIND (127.0.0.1),
# SLIPWAY_DOMAIN (localhost), SLIPWAY_STATE (/var/lib/slipway), SLIPWAY_NAME (slipway), SLIPWAY_SAMPLE=0 (no sample app),
# SLIPWAY_REFRESH=1 (proxy from the newest packages), SLIPWAY_ENGINE_IMAGE and SLIPWAY_PROXY_IMAGE (images to use instead of making them).
# Any other SLIPWAY_* is handed to the engine, and every QUARKUS_MAILER_*.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

check_settings
one_at_a_time
step 'looking for tools' need_tools
step 'looking for a Docker engine' ensure_docker
claim_state
if [ -z "$SLIPWAY_ENGINE_IMAGE" ]; then
  step 'looking for a JDK 25' find_jdk
  step 'choosing native or JVM' choose_engine
  step 'building Slipway' build_application "$ENGINE_KIND"
fi
step 'preparing the proxy image' proxy_image
step 'preparing the engine image' engine_image
step 'starting the engine' start_engine
step 'waiting for the proxy' await_proxy
forget_old_engines
if [ "$SLIPWAY_SAMPLE" != 0 ]; then
  step 'deploying the sample app' deploy_sample
fi

printf '\nSlipway is ready after %s s.\n' "$(seconds_since "$BEGAN")"
printf '  Dashboard    %s\n' "$(api /)"
printf '  Admin token  %s\n' "$SLIPWAY_STATE/admin-token"
if [ "$SLIPWAY_SAMPLE" != 0 ]; then printf '  Sample app   %s\n' "$(sample_url)"; fi
printf '  Deploy       git push http://slipway:<token>@%s:%s/git/<app>.git HEAD:main\n' "$(local_address)" "$SLIPWAY_PORT"
printf '  Stop         %s\n' "$ROOT/docker/down.sh"
