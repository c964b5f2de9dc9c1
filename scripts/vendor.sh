#!/usr/bin/env bash
# Fetches what app/assets/vendor and press/fonts hold, and rewrites VENDOR.toml. For maintainers: a build needs none of it.
#
# The fonts come from the Debian packages fonts-morisawa-bizud-gothic and fonts-noto-cjk, which must be installed, and so
# must python3-fonttools.
#
# To take a newer version or another icon: edit the lists below, run this, read `git diff`, and mend the names where
# they are used (templates, scripts/vendor.sh itself, THIRD_PARTY_NOTICES.md).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tokens=1.1.9
htmx=4.0.1
lucide=1.62.0
biz=1.05-2
noto=20220127+repack1-1
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

# entry CHANGED NAME VERSION LICENCE LICENCE-FILE FILE...: one package of VENDOR.toml; paths count from app/assets.
entry() {
  printf '\n[[package]]\nname = "%s"\nversion = "%s"\nlicence = "%s"\nlicence_file = "%s"\nchanged = %s\n' "${@:2:4}" "$1"
  shift 5
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

fonts=/usr/share/fonts
cp "$fonts"/truetype/bizud-gothic/BIZUDPGothic-{Regular,Bold}.ttf press/fonts/
/usr/bin/python3 scripts/subset_fallback.py press/fonts/BIZUDPGothic-Regular.ttf "$fonts/opentype/noto/NotoSansCJK-Regular.ttc" \
  press/fonts/NotoSansCJKjp-rare.otf

find press/fonts "$assets/vendor" "$assets/licenses" -type f -exec chmod 644 {} +

svgs=("${icons[@]/#/vendor/lucide-$lucide/}")
svgs=("${svgs[@]/%/.svg}")
{
  echo '# What was taken from others, byte for byte where nothing else is said. Written by scripts/vendor.sh; a test recomputes every hash.'
  entry false @digital-go-jp/design-tokens "$tokens" MIT licenses/dads-tokens.txt "vendor/dads-tokens-$tokens.css"
  entry false htmx.org "$htmx" 0BSD licenses/htmx.txt "vendor/htmx-$htmx.min.js"
  entry false lucide-static "$lucide" 'ISC AND MIT' licenses/lucide.txt "${svgs[@]}"
  entry false 'BIZ UDPGothic' "$biz" OFL-1.1 licenses/fonts.txt ../../press/fonts/BIZUDPGothic-{Regular,Bold}.ttf
  entry true 'Noto Sans CJK JP' "$noto" OFL-1.1 licenses/fonts.txt ../../press/fonts/NotoSansCJKjp-rare.otf
} >"$record"
