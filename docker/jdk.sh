# shellcheck shell=sh
# Sourced by mvnw and the scripts here: points JAVA_HOME at a JDK 25 or newer. Looks at JAVA_HOME, then /usr/lib/jvm/*.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && version=$("$1/bin/javac" -version 2>&1) || return 1
  version=${version#javac }
  [ "${version%%[.+-]*}" -ge 25 ] 2>/dev/null
}

find_jdk_25() {
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  echo "No JDK 25 found in JAVA_HOME or /usr/lib/jvm: install one (for example Temurin 25) and run this again." >&2
  return 1
}
