#!/usr/bin/env bash
# Puts a released sopctl on the PATH of the steps that follow.
#
#   SOPCTL_VERSION            the release, such as v0.1.0; empty for the version of the
#                             action, however a workflow pins it
#   SOPCTL_ACTION_REPOSITORY  owner/name of this action
#   SOPCTL_RELEASES           where releases are, for a mirror of one's own; else those
#                             of SOPCTL_ACTION_REPOSITORY
set -euo pipefail

fail() {
    printf '::error title=sopctl::%s\n' "$1"
    exit 2
}

version=${SOPCTL_VERSION:-}
if [ -z "$version" ] && command -v sopctl >/dev/null; then
    printf 'sopctl is on the PATH: %s\n' "$(sopctl --version)"
    exit 0
fi
if [ -z "$version" ]; then
    version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$(dirname "$0")/../../Cargo.toml" | head -n 1)
fi
version=v${version#v}
case $version in
v[0-9]*.[0-9]*.[0-9]*) ;;
*) fail "'$version' is no release of sopctl. Give the action a version such as v0.1.0." ;;
esac
case $version in
*[!a-zA-Z0-9.+-]*) fail "'$version' is no release of sopctl." ;;
esac

case $(uname -s)-$(uname -m) in
Linux-x86_64) target=x86_64-unknown-linux-musl ;;
Linux-aarch64) target=aarch64-unknown-linux-musl ;;
Darwin-x86_64) target=x86_64-apple-darwin ;;
Darwin-arm64) target=aarch64-apple-darwin ;;
MINGW*-x86_64 | MSYS*-x86_64) target=x86_64-pc-windows-msvc ;;
*) fail "There is no released sopctl for $(uname -s) on $(uname -m). Install it with cargo before this step." ;;
esac

releases=${SOPCTL_RELEASES:-${GITHUB_SERVER_URL:-https://github.com}/${SOPCTL_ACTION_REPOSITORY:-}/releases/download}
archive=sopctl-$version-$target.tar.gz
folder=${RUNNER_TEMP:-$(mktemp -d)}/sopctl-$version
mkdir -p "$folder"
for file in "$archive" "$archive.sha256"; do
    curl --fail --silent --show-error --location --retry 3 --output "$folder/$file" \
        "$releases/$version/$file" || fail "$releases/$version/$file cannot be fetched."
done

expected=$(cut -d ' ' -f 1 "$folder/$archive.sha256")
if command -v sha256sum >/dev/null; then
    found=$(sha256sum "$folder/$archive" | cut -d ' ' -f 1)
else
    found=$(shasum -a 256 "$folder/$archive" | cut -d ' ' -f 1)
fi
[ -n "$expected" ] && [ "$found" = "$expected" ] ||
    fail "$archive is not what was released: its checksum is $found, and should be $expected."

tar -xzf "$folder/$archive" -C "$folder"
printf '%s\n' "$folder" >>"$GITHUB_PATH"
