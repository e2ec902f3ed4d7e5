# shellcheck shell=bash
# Shared by up.sh, down.sh, test.sh and e2e.sh: source it, it does nothing by itself but read SLIPWAY_* and check them.
# A function that cannot do its job ends the script through fail(), whose text says what to try next.

export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
umask 022

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=jdk.sh
. "$ROOT/docker/jdk.sh"
SLIPWAY_NAME=${SLIPWAY_NAME:-slipway}
SLIPWAY_PORT=${SLIPWAY_PORT:-8085}
SLIPWAY_HTTP_PORT=${SLIPWAY_HTTP_PORT:-80}
SLIPWAY_BIND=${SLIPWAY_BIND:-127.0.0.1}
SLIPWAY_DOMAIN=${SLIPWAY_DOMAIN:-localhost}
SLIPWAY_STATE=${SLIPWAY_STATE:-/var/lib/slipway}
SLIPWAY_SAMPLE=${SLIPWAY_SAMPLE:-1}
SLIPWAY_CACHE=${SLIPWAY_CACHE:-/var/cache/slipway}
SLIPWAY_ENGINE_IMAGE=${SLIPWAY_ENGINE_IMAGE:-}
SLIPWAY_PROXY_IMAGE=${SLIPWAY_PROXY_IMAGE:-}
# read by these scripts only; every other SLIPWAY_* of the caller is handed to the engine as it is
SCRIPT_SETTINGS=' SLIPWAY_SAMPLE SLIPWAY_CACHE SLIPWAY_ENGINE_IMAGE SLIPWAY_PROXY_IMAGE SLIPWAY_KEEP_BASE SLIPWAY_REFRESH '

# shellcheck disable=SC2034 # for the scripts that source this
BEGAN=$EPOCHREALTIME
CURRENT='checking the settings'
EXPLAINED=
TEMP=$(mktemp -d)
trap on_exit EXIT

# ---- what is printed

on_exit() {
  local code=$?
  rm -rf "$TEMP"
  if [ "$code" -ne 0 ] && [ -z "$EXPLAINED" ]; then
    printf 'FAILED while %s (exit %s). The lines above say why; "bash -x %s" shows each command. Running it again is safe.\n' "$CURRENT" "$code" "$0" >&2
  fi
}

fail() {
  EXPLAINED=1
  printf 'FAILED while %s: %s\n' "$CURRENT" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  try: %s\n' "$@" >&2
  exit 1
}

say() { printf '    %s\n' "$*"; }

seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

# step 'building X' command args: runs it in this shell and says how long it took
step() {
  local began=$EPOCHREALTIME
  CURRENT=$1
  printf '==> %s\n' "$1"
  shift
  "$@"
  printf '    %s s\n' "$(seconds_since "$began")"
}

# ---- settings

check_settings() {
  [ "$(id -u)" -eq 0 ] || fail 'this needs root: it starts containers in the network of the host' "sudo -E $0"
  [[ $SLIPWAY_NAME =~ ^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$ ]] \
    || fail "SLIPWAY_NAME is '$SLIPWAY_NAME'" 'up to 40 of a-z, 0-9 and -, such as SLIPWAY_NAME=slipway'
  check_port SLIPWAY_PORT "$SLIPWAY_PORT"
  check_port SLIPWAY_HTTP_PORT "$SLIPWAY_HTTP_PORT"
  [ "$SLIPWAY_PORT" != "$SLIPWAY_HTTP_PORT" ] || fail "SLIPWAY_PORT and SLIPWAY_HTTP_PORT are both $SLIPWAY_PORT" 'two different ports'
  [[ $SLIPWAY_DOMAIN =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || fail "SLIPWAY_DOMAIN is '$SLIPWAY_DOMAIN'" 'a plain host name, such as SLIPWAY_DOMAIN=apps.example.org'
  [ -n "$SLIPWAY_STATE" ] || fail 'SLIPWAY_STATE is empty' 'SLIPWAY_STATE=/var/lib/slipway'
  SLIPWAY_STATE=$(realpath -m -- "$SLIPWAY_STATE")
  # the path goes into nginx.conf and docker -v as it is, and below it is a unix socket, whose path may have 107 bytes
  [[ $SLIPWAY_STATE =~ ^/[A-Za-z0-9._/-]+$ && ${#SLIPWAY_STATE} -le 80 ]] \
    || fail "SLIPWAY_STATE is '$SLIPWAY_STATE'" 'a path of at most 80 of A-Z a-z 0-9 . _ - and /'
  case $SLIPWAY_STATE in
    /bin|/boot|/dev|/etc|/home|/lib|/lib64|/media|/mnt|/opt|/proc|/root|/run|/sbin|/srv|/sys|/tmp|/usr|/var|/var/lib|/var/log|/var/cache|/var/lib/docker|"$ROOT"|"${HOME:-/root}")
      fail "SLIPWAY_STATE is '$SLIPWAY_STATE', a directory that others use" 'a directory of its own, such as SLIPWAY_STATE=/var/lib/slipway' ;;
  esac
}

check_port() {
  [[ $2 =~ ^[1-9][0-9]{0,4}$ && $2 -le 65535 ]] || fail "$1 is '$2'" 'a port from 1 to 65535'
}

# One directory belongs to one engine: the mark is what down.sh --purge looks for before it removes anything.
claim_state() {
  local mark=$SLIPWAY_STATE/.slipway owner
  if [ -e "$mark" ]; then
    owner=$(cat "$mark")
    [ "$owner" = "$SLIPWAY_NAME" ] || fail "$SLIPWAY_STATE belongs to the engine '$owner', this one is '$SLIPWAY_NAME'" "SLIPWAY_STATE=/var/lib/$SLIPWAY_NAME"
    return 0
  fi
  mkdir -p "$(dirname "$SLIPWAY_STATE")"
  [ -d "$SLIPWAY_STATE" ] || mkdir -m 0700 "$SLIPWAY_STATE"
  if [ -n "$(ls -A "$SLIPWAY_STATE")" ] && [ ! -e "$SLIPWAY_STATE/admin-token" ] && [ ! -d "$SLIPWAY_STATE/edge" ]; then
    fail "$SLIPWAY_STATE holds files that are not Slipway's" 'an empty or new directory in SLIPWAY_STATE'
  fi
  printf '%s\n' "$SLIPWAY_NAME" >"$mark"
}

# Two runs at once would build the same images twice and race for the same containers.
one_at_a_time() {
  local lock=/run/lock/slipway-setup
  mkdir -p /run/lock
  exec 9>"$lock"
  if ! flock -n 9; then
    printf 'Another set-up of Slipway runs on this machine: waiting for it (at most 15 minutes).\n'
    flock -w 900 9 || fail "another set-up has held $lock for 15 minutes" "fuser -v $lock"
  fi
}

# ---- packages

# apt_install PACKAGE...: the missing ones only; the lists are fetched only when they do not do
apt_install() {
  local missing=() package
  for package; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "apt: installing ${missing[*]}"
  apt_get install -y --no-install-recommends "${missing[@]}" >"$TEMP/apt.log" 2>&1 && return 0
  apt_update
  apt_get install -y --no-install-recommends "${missing[@]}" >"$TEMP/apt.log" 2>&1 && return 0
  tail -n 20 "$TEMP/apt.log" >&2
  fail "apt could not install ${missing[*]}" "apt-get install ${missing[*]}" 'on a system without apt: install the same tools by hand and run this again'
}

apt_get() {
  command -v apt-get >/dev/null || fail "there is no apt-get here, and something is missing that it would install: $*" 'install it by hand and run this again'
  apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq "$@" </dev/null
}

apt_update() {
  say 'apt: fetching the package lists'
  # a third-party list that cannot be reached is no reason to stop: the install that follows tells
  apt_get update >"$TEMP/apt-update.log" 2>&1 || say "apt: not every list could be fetched ($(tail -n 1 "$TEMP/apt-update.log"))"
}

apt_has() { apt-cache show --no-all-versions "$1" 2>/dev/null | grep -q '^Package:'; }

need_command() { command -v "$1" >/dev/null || apt_install "$2"; }

need_tools() {
  need_command git git
  need_command curl curl
  need_command unzip unzip
  [ -e /etc/ssl/certs/ca-certificates.crt ] || apt_install ca-certificates
}

# ---- JDK

find_jdk() {
  find_jdk_25 2>/dev/null || fail 'no JDK 25 in JAVA_HOME or /usr/lib/jvm' \
    'apt-get install openjdk-25-jdk-headless, where the distribution has it' \
    'unpack a JDK 25 from https://adoptium.net to /usr/lib/jvm/temurin-25' "JAVA_HOME=/path/to/jdk-25 $0"
  export PATH="$JAVA_HOME/bin:$PATH"
  say "JDK in $JAVA_HOME"
}

# ---- Docker engine

docker_answers() { command -v docker >/dev/null && timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

docker_comes_up() {
  local deadline=$((SECONDS + $1))
  until docker_answers; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.5
  done
}

ensure_docker() {
  if ! docker_answers; then
    [ -z "${DOCKER_HOST:-}" ] || fail "no Docker engine answers at DOCKER_HOST=$DOCKER_HOST" 'start that engine, or unset DOCKER_HOST to use one of this machine'
    install_docker
    start_docker
  fi
  find_docker_socket
  say "Docker engine $(docker version --format '{{.Server.Version}}') answers"
}

install_docker() {
  local packages=(docker.io iptables ca-certificates)
  if ! command -v dockerd >/dev/null; then
    apt_has docker.io || apt_update
    ! apt_has docker-cli || packages+=(docker-cli)
    # dockerd refuses to start containers when the kernel has AppArmor and the parser is missing
    ! grep -qs Y /sys/module/apparmor/parameters/enabled || packages+=(apparmor)
    apt_install "${packages[@]}"
  fi
  if ! command -v docker >/dev/null; then apt_install docker-cli; fi
}

start_docker() {
  # the package's own start script may have been at work already
  if docker_comes_up 2; then return 0; fi
  if [ -d /run/systemd/system ]; then
    say 'starting docker.service'
    systemctl enable --now docker >"$TEMP/systemctl.log" 2>&1 || true
    docker_comes_up 60 || fail "docker.service does not answer: $(tail -n 3 "$TEMP/systemctl.log")" 'journalctl -u docker -n 50'
    return 0
  fi
  mount_cgroups
  if start_dockerd; then return 0; fi
  # kernels without nf_tables: the older iptables does the same work
  if grep -q -i iptables "$DOCKERD_LOG" && [ -x /usr/sbin/iptables-legacy ]; then
    say 'dockerd had trouble with iptables: trying iptables-legacy'
    update-alternatives --set iptables /usr/sbin/iptables-legacy >/dev/null
    if start_dockerd; then return 0; fi
  fi
  tail -n 20 "$DOCKERD_LOG" >&2
  fail 'dockerd does not start' "read the whole log: $DOCKERD_LOG" 'inside a container, dockerd needs it to be privileged' 'start a Docker engine yourself and run this again'
}

DOCKERD_LOG=${SLIPWAY_DOCKERD_LOG:-/var/log/slipway-dockerd.log}

start_dockerd() {
  local pid
  say "no systemd: starting dockerd detached, log in $DOCKERD_LOG"
  # left over from a crash or a reboot, its number may be another process by now, and dockerd would refuse to start
  if [ -e /var/run/docker.pid ] && ! grep -qs dockerd "/proc/$(cat /var/run/docker.pid)/comm"; then rm -f /var/run/docker.pid; fi
  ulimit -n "$(ulimit -Hn)"
  # fd 9 is our lock: dockerd would hold it for ever
  setsid nohup dockerd >"$DOCKERD_LOG" 2>&1 </dev/null 9>&- &
  pid=$!
  for _ in $(seq 120); do
    if docker_answers; then return 0; fi
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.5
  done
  kill "$pid" 2>/dev/null || true
  return 1
}

# Without an init system nobody may have mounted them. One unified hierarchy (v2) is enough for dockerd 20.10 and later.
mount_cgroups() {
  if [ -e /sys/fs/cgroup/cgroup.controllers ] || [ -d /sys/fs/cgroup/memory ]; then return 0; fi
  say 'mounting cgroup v2 on /sys/fs/cgroup'
  mkdir -p /sys/fs/cgroup
  mount -t cgroup2 cgroup2 /sys/fs/cgroup || say 'that did not work; dockerd may still find its way'
}

find_docker_socket() {
  local host=${DOCKER_HOST:-}
  [ -n "$host" ] || host=$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null) || host=unix:///var/run/docker.sock
  case $host in
    unix://*) DOCKER_SOCKET=${host#unix://} ;;
    *) fail "the Docker engine is at $host" 'Slipway runs in the network of the Docker host: run this there, with a unix socket' ;;
  esac
}

# ---- the application

digest() { sha256sum | cut -c1-12; }

# digest_of DIRECTORY FILE...: of names and contents
digest_of() {
  local directory=$1
  shift
  (cd "$directory" && find "$@" -type f -print0 | sort -z | xargs -0 sha256sum) | digest
}

# A native binary needs a GraalVM, which the caller names; without one the engine runs on a JVM.
choose_engine() {
  ENGINE_KIND=jvm
  if [ -n "${GRAALVM_HOME:-}" ]; then
    [ -x "$GRAALVM_HOME/bin/native-image" ] || fail "GRAALVM_HOME is '$GRAALVM_HOME', and it has no bin/native-image" \
      'GRAALVM_HOME=/path/to/a GraalVM or Mandrel for JDK 25' 'unset GRAALVM_HOME: the engine then runs on a JVM'
    ENGINE_KIND=native
    apt_install gcc libc6-dev zlib1g-dev
    say "native: GRAALVM_HOME is $GRAALVM_HOME"
  else
    say 'JVM: with a GraalVM in GRAALVM_HOME it would be a native binary, in a third of the memory'
  fi
}

# build_application ENGINE_KIND: Maven runs only when the sources, or what it left in target, are not those of the last run.
build_application() {
  local kind=$1 sources product stamp=$ROOT/target/.slipway-build-$1 options=(package -DskipTests)
  case $kind in
    native) product=slipway-runner options+=(-Dnative) ;;
    jvm) product=quarkus-app ;;
  esac
  sources=$(digest_of "$ROOT" pom.xml .mvn src/main nginx)
  if [ -e "$ROOT/target/$product" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sources $(digest_of "$ROOT/target" "$product")" ]; then
    say 'sources unchanged since the last build'
    return 0
  fi
  say "./mvnw ${options[*]} (the first time it fetches Maven and the libraries)"
  [ "$kind" = jvm ] || say 'a native build takes 4 to 10 minutes on two cores, and 5 GB of memory'
  (cd "$ROOT" && ./mvnw -B -ntp -q "${options[@]}" </dev/null >"$TEMP/maven.log" 2>&1) || {
    tail -n 60 "$TEMP/maven.log" >&2
    fail 'the Maven build failed; the end of its own message is above' "cd $ROOT && JAVA_HOME=$JAVA_HOME ./mvnw -B -ntp ${options[*]}" 'if an artifact could not be fetched: is Maven Central, or the mirror in ~/.m2/settings.xml, in reach?'
  }
  [ -e "$ROOT/target/$product" ] || fail "Maven made no $ROOT/target/$product" 'leave quarkus.package.* as it is in application.properties'
  printf '%s %s\n' "$sources" "$(digest_of "$ROOT/target" "$product")" >"$stamp"
}

# ---- images. Each tag is a digest of what goes in, so that an image that is there already is the right one.

have_image() { docker image inspect "$1" >/dev/null 2>&1; }

# given_image NAME VARIABLE: one that the user has named, local or from a registry
given_image() {
  have_image "$1" && { say "using $1"; return 0; }
  say "pulling $1"
  timeout 300 docker pull -q "$1" || fail "$1 is neither here nor could it be pulled" "docker login, or check the name in $2" "leave $2 unset: the image is then made from this machine's packages"
}

engine_image() {
  if [ -n "$SLIPWAY_ENGINE_IMAGE" ]; then
    given_image "$SLIPWAY_ENGINE_IMAGE" SLIPWAY_ENGINE_IMAGE
    ENGINE_IMAGE=$SLIPWAY_ENGINE_IMAGE
    return 0
  fi
  mkdir "$TEMP/engine"
  "${ENGINE_KIND}_engine" "$TEMP/engine"
  ENGINE_IMAGE=slipway/engine:$SLIPWAY_NAME-$(digest_of "$TEMP/engine" .)
  if have_image "$ENGINE_IMAGE"; then say "$ENGINE_IMAGE is there"; return 0; fi
  build_image "$ENGINE_IMAGE" "$TEMP/engine"
  say "built $ENGINE_IMAGE, $(image_size "$ENGINE_IMAGE")"
}

# native_engine DIRECTORY: a Dockerfile and what goes in. The binary brings along all but the C library and zlib.
native_engine() {
  local slipway=$1/root/opt/slipway
  base_root "$1/root"
  mkdir "$slipway"
  install -m 0755 "$ROOT/target/slipway-runner" "$slipway/slipway"
  sqlite_library "$slipway" "$ROOT/target/slipway-native-image-source-jar/lib"
  copy_libraries "$1/root"
  cat >"$1/Dockerfile" <<END
FROM scratch
COPY root /
ENV LANG=C.UTF-8
LABEL slipway.engine=$SLIPWAY_NAME slipway.role=engine slipway.memory=192m
HEALTHCHECK --interval=30s --timeout=5s CMD ["/opt/slipway/slipway", "health"]
ENTRYPOINT ["/opt/slipway/slipway", "-Dorg.sqlite.lib.path=/opt/slipway", "-Dorg.sqlite.lib.name=libsqlitejdbc.so"]
END
}

# jvm_engine DIRECTORY: the same with jars on a JRE, which writes down what it loads at a first start and reads that at every other.
jvm_engine() {
  jre_image
  cp -a "$ROOT/target/quarkus-app" "$1/slipway"
  sqlite_library "$1/slipway" "$ROOT/target/quarkus-app/lib/main"
  cp "$ROOT/docker/java.options" "$1/slipway/"
  cat >"$1/Dockerfile" <<END
FROM $JRE_IMAGE AS rehearsal
COPY slipway /opt/slipway
LABEL slipway.engine=$SLIPWAY_NAME slipway.role=engine
ENV SLIPWAY_STATE=/tmp/rehearsal
RUN ["java", "@/opt/slipway/java.options", "-XX:AOTCacheOutput=/opt/slipway/slipway.aot", "-jar", "/opt/slipway/quarkus-run.jar", "rehearse"]

FROM $JRE_IMAGE
COPY --from=rehearsal /opt/slipway /opt/slipway
LABEL slipway.engine=$SLIPWAY_NAME slipway.role=engine slipway.memory=384m
HEALTHCHECK --interval=30s --timeout=5s CMD ["java", "-XX:TieredStopAtLevel=1", "-cp", "/opt/slipway/app/*", "dev.slipway.Main", "health"]
ENTRYPOINT ["java", "@/opt/slipway/java.options", "-XX:AOTCache=/opt/slipway/slipway.aot", "-jar", "/opt/slipway/quarkus-run.jar"]
END
}

# sqlite_library DIRECTORY LIBRARIES: out of its jar, which would unpack it to /tmp at every start, and nothing there may be executed.
sqlite_library() {
  unzip -q -j -d "$1" "$2/org.xerial.sqlite-jdbc-*.jar" "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so"
}

# The classic builder first: it needs no plugin of the command line and no image from a registry.
build_image() {
  DOCKER_BUILDKIT=0 docker build -q -t "$1" "$2" >"$TEMP/build.log" 2>&1 && return 0
  docker build -q -t "$1" "$2" >>"$TEMP/build.log" 2>&1 && return 0
  tail -n 20 "$TEMP/build.log" >&2
  fail "docker build of $1 failed" 'df -h /var/lib/docker' 'docker system df'
}

image_size() { docker image inspect -f '{{.Size}}' "$1" | awk '{ printf "%.0f MB", $1 / 1000000 }'; }

# of the engine's user, if it need not be root; nobody else's on Debian or Ubuntu
ENGINE_UID=65532
JRE_MODULES=java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.naming.dns,jdk.net,jdk.management,jdk.jfr

jre_image() {
  local root=$TEMP/jre libc
  libc=$(ldd "$JAVA_HOME/bin/java" | awk '/libc\.so/ { print $3 }')
  JRE_IMAGE=slipway/jre:$( { declare -f jre_image jre_root base_root copy_libraries; echo "$JRE_MODULES"; cat "$JAVA_HOME/release" "$libc"; } | digest)
  if have_image "$JRE_IMAGE"; then say "$JRE_IMAGE is there"; return 0; fi
  say "making $JRE_IMAGE from $JAVA_HOME and this machine's C library"
  base_root "$root"
  jre_root "$root/opt/jre"
  copy_libraries "$root"
  tar -C "$root" --owner=0 --group=0 --numeric-owner -c . \
    | docker import --change 'ENV PATH=/opt/jre/bin JAVA_HOME=/opt/jre LANG=C.UTF-8' --change 'USER 0:0' --change 'LABEL slipway.role=jre' - "$JRE_IMAGE" >/dev/null
  say "made $JRE_IMAGE, $(image_size "$JRE_IMAGE")"
}

jre_root() {
  local jre=$1
  "$JAVA_HOME/bin/jlink" --add-modules "$JRE_MODULES" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --generate-cds-archive --output "$jre" >"$TEMP/jlink.log" 2>&1 \
    || fail "jlink failed: $(tail -n 3 "$TEMP/jlink.log")" 'a full JDK 25 (with its jmods, or a Temurin, which links without them): the jmods are in a package of their own on some systems' 'another JDK 25 in JAVA_HOME'
  # no screen, no legal texts of modules, and no archive for heaps beyond 32 GB
  rm -rf "$jre"/legal "$jre"/lib/{libawt_xawt,libsplashscreen,libjawt}.so "$jre"/lib/server/classes_nocoops.jsa
}

# base_root DIRECTORY: what a process expects to find besides itself and its libraries
base_root() {
  local root=$1
  mkdir -p "$root"/{opt,tmp,run,proc,dev,sys,etc/ssl/certs,usr/lib/locale}
  chmod 1777 "$root/tmp"
  cp -rL /usr/lib/locale/C.utf8 "$root/usr/lib/locale/" 2>/dev/null || true
  printf '%s\n' 'root:x:0:0:root:/tmp:/sbin/nologin' "slipway:x:$ENGINE_UID:$ENGINE_UID:slipway:/tmp:/sbin/nologin" >"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' "slipway:x:$ENGINE_UID:" >"$root/etc/group"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
}

# The loader and all shared libraries that what is in /opt wants, at the paths that this machine has them.
copy_libraries() {
  local root=$1 library
  { find "$root/opt" -type f \( -name '*.so' -o -perm -100 \) -exec ldd {} + 2>/dev/null || true; } \
    | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// && $1 !~ /:$/ { print $1 }' | { grep -v "^$root" || true; } | sort -u >"$TEMP/libraries"
  # opened by name at run time: name resolution of the C library
  for library in libnss_dns.so.2 libnss_files.so.2 libresolv.so.2 libz.so.1; do
    { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | awk -v l="$library" '$1 == l && !found++ { print $NF }' >>"$TEMP/libraries"
  done
  sort -u "$TEMP/libraries" | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
}

PROXY_PACKAGES=(nginx libnginx-mod-http-lua lua-resty-core busybox-static)

proxy_image() {
  if [ -n "$SLIPWAY_PROXY_IMAGE" ]; then
    given_image "$SLIPWAY_PROXY_IMAGE" SLIPWAY_PROXY_IMAGE
    PROXY_IMAGE=$SLIPWAY_PROXY_IMAGE
    return 0
  fi
  # Not of the package versions: a run of apt-get update must not replace a proxy at work. SLIPWAY_REFRESH=1 takes what is new.
  PROXY_IMAGE=slipway/proxy:$( { declare -f proxy_root fetch_packages proxy_image; echo "${PROXY_PACKAGES[*]}"; cat "$ROOT/docker/proxy-start.sh"; sed -n 's/^VERSION_ID=//p' /etc/os-release; } | digest)
  if have_image "$PROXY_IMAGE" && [ "${SLIPWAY_REFRESH:-0}" != 1 ]; then
    say "$PROXY_IMAGE is there"
  else
    say "making $PROXY_IMAGE from the packages ${PROXY_PACKAGES[*]} (nothing is installed here)"
    fetch_packages "$TEMP/packages" "${PROXY_PACKAGES[@]}"
    proxy_root "$TEMP/packages" "$TEMP/proxy"
    tar -C "$TEMP/proxy" --numeric-owner -c . \
      | docker import --change 'ENTRYPOINT ["/usr/local/bin/proxy-start"]' --change 'CMD ["nginx", "-g", "daemon off;"]' \
        --change 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' --change 'LABEL slipway.role=proxy' - "$PROXY_IMAGE" >/dev/null
    docker run --rm --network none "$PROXY_IMAGE" nginx -t -q -c /etc/nginx/selftest.conf >"$TEMP/selftest.log" 2>&1 \
      || { docker rmi -f "$PROXY_IMAGE" >/dev/null; fail "the new proxy image cannot load its modules: $(tail -n 3 "$TEMP/selftest.log")" 'apt-get update, then SLIPWAY_REFRESH=1 '"$0"; }
    say "made $PROXY_IMAGE, $(image_size "$PROXY_IMAGE"), $(docker run --rm --network none "$PROXY_IMAGE" nginx -v 2>&1)"
  fi
  docker tag "$PROXY_IMAGE" slipway/proxy:local
}

# fetch_packages DIRECTORY PACKAGE...: with all they depend on, as if nothing were installed. Installing Nginx would start it on port 80.
fetch_packages() {
  local directory=$1 options
  shift
  mkdir -p "$directory"/{archives,lists}/partial
  : >"$directory/status"
  options=(-o "Dir::State::status=$directory/status" -o "Dir::State::extended_states=$directory/extended"
    -o "Dir::Cache=$directory" -o "Dir::Cache::archives=$directory/archives" -o APT::Sandbox::User=root)
  apt_get "${options[@]}" --download-only --no-install-recommends -y install "$@" >"$TEMP/apt.log" 2>&1 && return 0
  apt_update
  apt_get "${options[@]}" --download-only --no-install-recommends -y install "$@" >"$TEMP/apt.log" 2>&1 && return 0
  tail -n 20 "$TEMP/apt.log" >&2
  fail "apt could not fetch $*" 'apt-get update' 'on Ubuntu: add-apt-repository universe' 'SLIPWAY_PROXY_IMAGE=<an image made from docker/Dockerfile.proxy>'
}

proxy_root() {
  local debs=$1/archives root=$2 package directory
  # the links that a package of the base system would bring, before anything is unpacked through them
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64,local/bin}
  for directory in bin sbin lib lib64; do ln -s "usr/$directory" "$root/$directory"; done
  for package in "$debs"/*.deb; do
    case ${package##*/} in
      # wanted by installation scripts only
      debconf_*|iproute2_*|gcc-*-base_*|libcap2-bin_*|libbpf*|libelf*|libmnl*|libxtables*|libtirpc*|libdb5*) continue ;;
    esac
    dpkg-deb --fsys-tarfile "$package" | tar -C "$root" --keep-directory-symlink -x
  done
  rm -rf "$root"/usr/share/{doc,man,locale,lintian,info,bug,bash-completion,perl5,initramfs-tools} "$root"/usr/lib/*/{gconv,perl*} "$root"/usr/lib/systemd "$root"/etc/{init.d,logrotate.d,ufw,default,systemd} "$root"/var/cache
  rm -f "$root"/usr/sbin/{ldconfig,iconvconfig,zic} "$root"/usr/bin/{getconf,getent,iconv,locale,localedef,pldd,tzselect,zdump,catchsegv}
  mkdir -p "$root"/{dev,proc,sys,tmp,run,root,var/www,var/log/nginx,var/lib/nginx,etc/ssl/certs,usr/share/nginx}
  ln -sfn /run "$root/var/run"
  # load_module and log files are named relative to the prefix /usr/share/nginx
  [ -e "$root/usr/share/nginx/modules" ] || ln -s /usr/lib/nginx/modules "$root/usr/share/nginx/modules"
  chmod 1777 "$root/tmp"
  ln -sf /dev/stdout "$root/var/log/nginx/access.log"
  ln -sf /dev/stderr "$root/var/log/nginx/error.log"
  ln -sf busybox "$root/usr/bin/sh"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" 2>/dev/null || true
  printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'www-data:x:33:33:www-data:/var/www:/sbin/nologin' 'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin' >"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'www-data:x:33:' 'nogroup:x:65534:' >"$root/etc/group"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
  install -m 0755 "$ROOT/docker/proxy-start.sh" "$root/usr/local/bin/proxy-start"
  cat >"$root/etc/nginx/selftest.conf" <<'END'
load_module modules/ndk_http_module.so;
load_module modules/ngx_http_lua_module.so;
pid /tmp/selftest.pid;
events {}
http { init_by_lua_block { require "resty.core"; require "ngx.balancer" } }
END
  chown -R 0:0 "$root"
}

# ---- containers

container_is() { docker container inspect -f "$2" "$1" 2>/dev/null || true; }

ours() { docker ps -q --no-trunc "$@" --filter "label=slipway.engine=$SLIPWAY_NAME"; }

# keep_running IMAGE [docker run arguments]: leaves the engine's container alone if image and arguments are these
keep_running() {
  local image=$1 name=$SLIPWAY_NAME-engine id settings state
  shift
  id=$(docker image inspect -f '{{.Id}}' "$image")
  settings=$( { printf '%s\0' "$id" "$@"; handed_over_values; } | digest)
  state=$(container_is "$name" '{{.State.Status}} {{index .Config.Labels "slipway.engine"}} {{index .Config.Labels "slipway.settings"}}')
  case $state in
    "running $SLIPWAY_NAME $settings") say "$name runs with these settings: left alone"; return 0 ;;
    *" $SLIPWAY_NAME $settings")
      if [[ $state != paused* ]]; then
        say "starting $name again"
        docker start "$name" >/dev/null
        return 0
      fi ;;
    '') ;;
    *" $SLIPWAY_NAME "*) say "$name has another image or other settings: replacing it" ;;
    *) fail "a container named $name exists and is not this engine's" "docker rm $name" 'another SLIPWAY_NAME' ;;
  esac
  if [ -n "$state" ]; then
    docker stop "$name" >/dev/null
    docker rm -f "$name" >/dev/null
  fi
  say "starting $name from $image"
  # without swap accounting in the kernel docker warns about every memory limit
  docker run -d --name "$name" --network host --restart unless-stopped --security-opt no-new-privileges --cap-drop ALL \
    --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 \
    --label "slipway.engine=$SLIPWAY_NAME" --label "slipway.role=engine" --label "slipway.settings=$settings" \
    "$@" "$image" >/dev/null 2>"$TEMP/run.log" \
    || fail "docker run of $name: $(grep -v '^WARNING' "$TEMP/run.log" | tail -n 3)" "docker logs $name"
}

# SLIPWAY_* of the caller that only the engine knows, and QUARKUS_MAILER_*; by name on the command line, so that no value shows in ps
handed_over() {
  local name
  for name in $( { compgen -e SLIPWAY_; compgen -e QUARKUS_MAILER_; } | sort); do
    case "$SCRIPT_SETTINGS SLIPWAY_NAME SLIPWAY_PORT SLIPWAY_HTTP_PORT SLIPWAY_BIND SLIPWAY_DOMAIN SLIPWAY_STATE SLIPWAY_PROC SLIPWAY_CGROUP SLIPWAY_PROXY_NOFILE SLIPWAY_DOCKERD_LOG " in
      *" $name "*) ;;
      *) printf '%s\n' "$name" ;;
    esac
  done
}

handed_over_values() {
  local name
  for name in $(handed_over); do printf '%s=%s\0' "$name" "${!name}"; done
}

# What dockerd may grant; asking for more makes docker run fail.
file_limit() {
  local pid hard
  pid=$(cat /var/run/docker.pid 2>/dev/null || pgrep -xo dockerd || true)
  hard=$(awk '/^Max open files/ { print $5 }' "/proc/${pid:-self}/limits" 2>/dev/null || ulimit -Hn)
  if [[ $hard =~ ^[0-9]+$ && $hard -lt 65536 ]]; then echo "$hard"; else echo 65536; fi
}

# Root only where that is needed: for a port below 1024, or a Docker socket that no group but root's may use.
# Whoever has that socket is root on the host if he wants to be: this guards against mistakes, not against a hostile engine.
choose_engine_user() {
  local group mode
  read -r group mode < <(stat -Lc '%g %a' "$DOCKER_SOCKET")
  if [ "$SLIPWAY_PORT" -ge 1024 ] && [ "$group" -ne 0 ] && (((8#$mode & 8#060) == 8#060)); then
    ENGINE_USER=$ENGINE_UID:$group
    ENGINE_CAPABILITIES=()
  else
    ENGINE_USER=0:0
    # files of the state directory may belong to another user from an earlier start
    ENGINE_CAPABILITIES=(--cap-add DAC_OVERRIDE --cap-add CHOWN --cap-add FOWNER --cap-add NET_BIND_SERVICE)
  fi
  find "$SLIPWAY_STATE" -ignore_readdir_race ! -uid "${ENGINE_USER%:*}" -exec chown -h "${ENGINE_USER%:*}" {} +
}

run_engine() {
  local name memory extra=()
  for name in $(handed_over); do extra+=(--env "$name"); done
  choose_engine_user
  memory=$(docker image inspect -f '{{index .Config.Labels "slipway.memory"}}' "$ENGINE_IMAGE")
  keep_running "$ENGINE_IMAGE" \
    --user "$ENGINE_USER" "${ENGINE_CAPABILITIES[@]}" \
    --read-only --tmpfs /tmp:rw,noexec,nosuid,nodev,size=64m --memory "${memory:-384m}" --pids-limit 2048 --stop-timeout 40 \
    -v "$DOCKER_SOCKET:/var/run/docker.sock" -v "$SLIPWAY_STATE:$SLIPWAY_STATE" -v /proc:/host/proc:ro -v /sys/fs/cgroup:/host/cgroup:ro -v /etc/ssl/certs:/etc/ssl/certs:ro \
    --env SLIPWAY_PROC=/host/proc --env SLIPWAY_CGROUP=/host/cgroup --env "SLIPWAY_NAME=$SLIPWAY_NAME" --env "SLIPWAY_STATE=$SLIPWAY_STATE" --env "SLIPWAY_DOMAIN=$SLIPWAY_DOMAIN" \
    --env "SLIPWAY_PORT=$SLIPWAY_PORT" --env "SLIPWAY_HTTP_PORT=$SLIPWAY_HTTP_PORT" --env "SLIPWAY_BIND=$SLIPWAY_BIND" \
    --env "SLIPWAY_PROXY_IMAGE=$PROXY_IMAGE" --env "SLIPWAY_PROXY_NOFILE=$(file_limit)" "${extra[@]}"
}

# ---- ports

# check_free VARIABLE PORT ROLE: nobody listens there but the container that we may replace
check_free() {
  local variable=$1 port=$2 holder
  [ "$(container_is "$SLIPWAY_NAME-$3" '{{.State.Running}}')" != true ] || return 0
  port_in_use "$port" || return 0
  holder=$(port_holder "$port")
  fail "port $port is taken by ${holder:-a process that could not be found}" "another port: $variable=8080 $0" "stop what listens there: ss -ltnp 'sport = :$port'"
}

listening_sockets() {
  awk -v port="$(printf '%04X' "$1")" 'FNR > 1 && $4 == "0A" { n = split($2, a, ":"); if (a[n] == port) print $10 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null || true
}

port_in_use() { [ -n "$(listening_sockets "$1")" ]; }

port_holder() {
  local inode link pid container
  container=$(docker ps --filter "publish=$1" --format 'container {{.Names}}' | tr '\n' ' ')
  if [ -n "$container" ]; then echo "$container"; return 0; fi
  for inode in $(listening_sockets "$1"); do
    link=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" 2>/dev/null | sed -n 1p || true)
    if [ -n "$link" ]; then
      pid=${link#/proc/}
      pid=${pid%%/*}
      echo "process $pid ($(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-80))"
      return 0
    fi
  done
}

# ---- waiting

# local_address: where this machine reaches what is bound to SLIPWAY_BIND
local_address() {
  case $SLIPWAY_BIND in 0.0.0.0|'*'|'') echo 127.0.0.1 ;; ::) echo '[::1]' ;; *:*) echo "[$SLIPWAY_BIND]" ;; *) echo "$SLIPWAY_BIND" ;; esac
}

api() { echo "http://$(local_address):$SLIPWAY_PORT$1"; }

# with_token COMMAND...: adds the header that proves who asks, by a file, so that the token shows in no list of processes
with_token() {
  printf 'Authorization: Bearer %s\n' "$(cat "$SLIPWAY_STATE/admin-token")" >"$TEMP/authorization"
  "$@" -H "@$TEMP/authorization"
}

started_at() { container_is "$SLIPWAY_NAME-engine" '{{.State.StartedAt}}'; }

http_status() { curl -s -o /dev/null -m 5 --noproxy '*' -w '%{http_code}' "$@" || true; }

wait_for_engine() {
  local path=$1 limit=$2 status=none deadline=$((SECONDS + $2)) restarts
  restarts=$(restarts_of_engine)
  until [ "$status" = 200 ]; do
    status=$(http_status "$(api "$path")")
    if [ "$status" = 200 ]; then return 0; fi
    if [ "$(restarts_of_engine)" -gt $((restarts + 2)) ]; then
      docker logs --tail 40 "$SLIPWAY_NAME-engine" >&2 || true
      fail "$SLIPWAY_NAME-engine ends again and again; its last lines are above" "docker logs $SLIPWAY_NAME-engine"
    fi
    if [ "$SECONDS" -ge "$deadline" ]; then
      docker logs --tail 40 "$SLIPWAY_NAME-engine" >&2 || true
      [ "$path" = /q/health/live ] || { curl -s -m 5 --noproxy '*' "$(api "$path")" >&2 || true; docker logs --tail 20 "$SLIPWAY_NAME-proxy" >&2 || true; }
      fail "$(api "$path") says '$status' after $limit s; the last lines of the logs are above" "docker logs $SLIPWAY_NAME-engine" "docker logs $SLIPWAY_NAME-proxy" "curl -i $(api "$path")"
    fi
    sleep 0.2
  done
}

restarts_of_engine() {
  local count
  count=$(container_is "$SLIPWAY_NAME-engine" '{{.RestartCount}}')
  echo "${count:-0}"
}

start_engine() {
  check_free SLIPWAY_PORT "$SLIPWAY_PORT" engine
  check_free SLIPWAY_HTTP_PORT "$SLIPWAY_HTTP_PORT" proxy
  run_engine
  wait_for_engine /q/health/live 90
}

# The engine makes its container, and looks after it from then on. It waits up to 90 s for an answer of Docker's before it tries again.
await_proxy() { wait_for_engine /q/health/ready 120; }

# Images of this engine's earlier builds; one that a container still uses stays, docker sees to that.
forget_old_engines() {
  local keep tag
  keep=$(docker image inspect -f '{{.Id}}' "$ENGINE_IMAGE")
  docker images --no-trunc --filter "label=slipway.engine=$SLIPWAY_NAME" --filter label=slipway.role=engine --format '{{.ID}} {{.Repository}}:{{.Tag}}' \
    | while read -r id tag; do
      [ "$id" = "$keep" ] || docker rmi "${tag/<none>:<none>/$id}" >/dev/null 2>&1 || true
    done
}

# ---- the sample app, by the same push that a user would make

sample_url() {
  if [ "$SLIPWAY_HTTP_PORT" = 80 ]; then echo "http://hello.$SLIPWAY_DOMAIN/"; else echo "http://hello.$SLIPWAY_DOMAIN:$SLIPWAY_HTTP_PORT/"; fi
}

sample_status() { http_status --resolve "hello.$SLIPWAY_DOMAIN:$SLIPWAY_HTTP_PORT:127.0.0.1" "$(sample_url)"; }

deploy_sample() {
  local repository=$TEMP/hello commit app deadline status
  make_sample "$repository"
  commit=$(git -C "$repository" rev-parse HEAD)
  printf 'Authorization: Bearer %s\n' "$(cat "$SLIPWAY_STATE/admin-token")" >"$TEMP/authorization"
  app=$(curl -s -m 10 --noproxy '*' -H "@$TEMP/authorization" "$(api /api/apps/hello)" || true)
  if [[ $app =~ \"state\"\ *:\ *\"stopped\" ]] && [[ $app == *"\"$commit\""* ]]; then
    say 'hello has been stopped: left as it is'
    return 0
  fi
  if [[ $app == *"\"$commit\""* ]]; then
    say "commit ${commit:0:12} is deployed already"
  else
    push_sample "$repository"
  fi
  deadline=$((SECONDS + 60))
  until status=$(sample_status) && [ "$status" = 200 ]; do
    [ "$SECONDS" -lt "$deadline" ] || fail "$(sample_url) answers '$status' 60 s after the push" "docker logs $SLIPWAY_NAME-engine" 'SLIPWAY_SAMPLE=0 to do without it'
    sleep 0.2
  done
  say "$(sample_url) answers 200"
}

# Fixed author and dates: the same content is the same commit, so that a second run has nothing to push.
make_sample() {
  local repository=$1
  fetch_busybox
  cp -r "$ROOT/src/samples/hello" "$repository"
  install -m 0755 "$SLIPWAY_CACHE/busybox" "$repository/busybox"
  chmod -R u+rwX,go-w "$repository"
  (
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 HOME=$TEMP
    export GIT_AUTHOR_NAME=Slipway GIT_AUTHOR_EMAIL=slipway@localhost GIT_AUTHOR_DATE='2025-01-01T00:00:00Z'
    export GIT_COMMITTER_NAME=Slipway GIT_COMMITTER_EMAIL=slipway@localhost GIT_COMMITTER_DATE='2025-01-01T00:00:00Z'
    cd "$repository" || exit
    git init -q
    git add -A
    git commit -q -m 'Say hello'
  )
}

# The token is in a file of this run's own directory (0700), not in a URL or an argument that ps shows.
push_sample() {
  local url
  url=$(api /git/hello.git)
  say "git push $url HEAD:refs/heads/main"
  git -C "$1" config http.extraHeader "$(cat "$TEMP/authorization")"
  # force: another busybox or page makes another first commit
  GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 HOME=$TEMP no_proxy='*' \
    timeout 300 git -C "$1" push --force "$url" HEAD:refs/heads/main 2>&1 | sed 's/^/    /' \
    || fail 'the push of the sample app was refused; what it said is above' "docker logs $SLIPWAY_NAME-engine" 'SLIPWAY_SAMPLE=0 to do without it'
}

# From the package, unpacked and not installed: busybox-static would put another busybox off this machine.
fetch_busybox() {
  local busybox=$SLIPWAY_CACHE/busybox deb
  [ ! -x "$busybox" ] || return 0
  mkdir -p "$SLIPWAY_CACHE"
  if [ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1 && /bin/busybox --list | grep -qx httpd; then
    cp /bin/busybox "$busybox"
    return 0
  fi
  fetch_packages "$TEMP/busybox" busybox-static
  deb=$(find "$TEMP/busybox/archives" -name 'busybox-static_*.deb')
  dpkg-deb -x "$deb" "$TEMP/busybox/root"
  install -m 0755 "$(find "$TEMP/busybox/root" -path '*/bin/busybox' -type f)" "$busybox"
}
