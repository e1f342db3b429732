#!/usr/bin/env bash
# Packs a built sopctl as it is released.
#
#   package.sh BINARY TARGET FOLDER
#
# Writes FOLDER/sopctl-vVERSION-TARGET.tar.gz with the program, its licences, manual pages
# and completions, and FOLDER/sopctl-vVERSION-TARGET.tar.gz.sha256. The version is the one
# of Cargo.toml. A program of another system than this one is packed without manual pages
# and completions, which it would have to be run for.
set -euo pipefail

[ $# -eq 3 ] || {
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
binary=$1 target=$2
mkdir -p "$3"
folder=$(cd "$3" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
version=v$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
name=sopctl-$version-$target

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=sopctl
case $target in *-windows-*) program=sopctl.exe ;; esac
cp "$binary" "$work/$program"
chmod 755 "$work/$program"
cp "$root/LICENSE-MIT" "$root/LICENSE-APACHE" "$root/README.md" "$root/CHANGELOG.md" "$work"

if said=$("$work/$program" --version 2>/dev/null); then
    [ "v${said#sopctl }" = "$version" ] || {
        printf '%s says it is %s, and Cargo.toml says %s\n' "$binary" "$said" "$version" >&2
        exit 1
    }
    mkdir "$work/man1" "$work/completions"
    "$work/$program" man "$work/man1" >/dev/null
    for shell in bash zsh fish powershell; do
        "$work/$program" completions "$shell" >"$work/completions/sopctl.$shell"
    done
else
    printf 'note: %s does not run here, so it is packed without manual pages and completions\n' "$binary" >&2
fi

(cd "$work" && tar -czf "$folder/$name.tar.gz" -- *)
cd "$folder"
if command -v sha256sum >/dev/null; then
    sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
else
    shasum -a 256 "$name.tar.gz" >"$name.tar.gz.sha256"
fi
printf '%s\n' "$folder/$name.tar.gz"
