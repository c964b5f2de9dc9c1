#!/usr/bin/env bash
# Fetches what app/assets/vendor holds, unchanged, and rewrites VENDOR.toml. For maintainers: a build needs none of it.
#
# To take a newer version or another icon: edit the lists below, run this, read `git diff`, and mend the names where
# they are used (templates, scripts/vendor.sh itself, THIRD_PARTY_NOTICES.md).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tokens=1.1.9
htmx=4.0.1
lucide=1.62.0
icons=(
  arrow-left arrow-right building-2 calendar check clock download eye file-text flag history house link list-checks lock
  log-out mail message-square pencil phone plus printer qr-code search settings sprout triangle-alert upload user users
)

assets=app/assets
record=$assets/vendor/VENDOR.toml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# unpack NAME VERSION: prints the folder that the package was unpacked to.
unpack() {
  local archive folder
  archive=$(cd "$work" && npm pack --silent "$1@$2" | tail -n 1)
  folder=$work/${archive%.tgz}
  mkdir "$folder"
  tar -xzf "$work/$archive" -C "$folder" --strip-components=1
  echo "$folder"
}

# entry NAME VERSION LICENCE LICENCE-FILE FILE...: one package of VENDOR.toml; paths count from app/assets.
entry() {
  printf '\n[[package]]\nname = "%s"\nversion = "%s"\nlicence = "%s"\nlicence_file = "%s"\nchanged = false\n' "${@:1:4}"
  shift 4
  for file; do
    printf '\n[[package.file]]\npath = "%s"\nsha256 = "%s"\n' "$file" "$(sha256sum "$assets/$file" | cut -d ' ' -f 1)"
  done
}

rm -rf "$assets/vendor"
mkdir -p "$assets/vendor/lucide-$lucide" "$assets/licenses"

from=$(unpack @digital-go-jp/design-tokens "$tokens")
cp "$from/dist/tokens.css" "$assets/vendor/dads-tokens-$tokens.css"
cp "$from/LICENSE" "$assets/licenses/dads-tokens.txt"

from=$(unpack htmx.org "$htmx")
cp "$from/dist/htmx.min.js" "$assets/vendor/htmx-$htmx.min.js"
cp "$from/LICENSE" "$assets/licenses/htmx.txt"

from=$(unpack lucide-static "$lucide")
for icon in "${icons[@]}"; do cp "$from/icons/$icon.svg" "$assets/vendor/lucide-$lucide/"; done
cp "$from/LICENSE" "$assets/licenses/lucide.txt"

find "$assets/vendor" "$assets/licenses" -type f -exec chmod 644 {} +

svgs=("${icons[@]/#/vendor/lucide-$lucide/}")
svgs=("${svgs[@]/%/.svg}")
{
  echo '# What was taken from others, byte for byte. Written by scripts/vendor.sh; a test recomputes every hash.'
  entry @digital-go-jp/design-tokens "$tokens" MIT licenses/dads-tokens.txt "vendor/dads-tokens-$tokens.css"
  entry htmx.org "$htmx" 0BSD licenses/htmx.txt "vendor/htmx-$htmx.min.js"
  entry lucide-static "$lucide" 'ISC AND MIT' licenses/lucide.txt "${svgs[@]}"
} >"$record"
