#!/bin/sh
# Puts the styles of GOV.UK Frontend into static/vendor, which is not committed.
#
#   static/vendor/generic.css     without GDS Transport and without the crest, for any host
#   static/vendor/govuk.css       unchanged, for gov.uk hosts only
#   static/vendor/assets/         fonts and images of the govuk brand, to be served at /assets/
#
# Run from anywhere; needs npm only when node_modules/govuk-frontend is missing.
set -eu

cd "$(dirname "$0")/.."
package=node_modules/govuk-frontend
frontend=$package/dist/govuk
vendor=static/vendor

wanted=$(sed -n 's/.*"govuk-frontend": "\([0-9.]*\)".*/\1/p' package.json)
found=$(sed -n 's/^ *"version": "\([0-9.]*\)".*/\1/p' "$package/package.json" 2>/dev/null || true)
if [ "$found" != "$wanted" ]; then
    npm ci --omit=dev --ignore-scripts
fi

rm -rf "$vendor.new"
mkdir -p "$vendor.new/assets/fonts" "$vendor.new/assets/images"

# The end of the file names a source map that is not served.
sed 's|/\*# sourceMappingURL=.*\*/||' "$frontend/govuk-frontend.min.css" > "$vendor.new/govuk.css"

# Other hosts may use neither the typeface nor the crest.
sed -e 's/@font-face{[^}]*}//g' \
    -e 's/"\{0,1\}GDS Transport"\{0,1\},arial,sans-serif/var(--app-font)/g' \
    -e 's|url(/assets/[^)]*)|none|g' \
    "$vendor.new/govuk.css" > "$vendor.new/generic.css"
# The typeface of the brand, which app.css uses too.
echo ':root{--app-font:-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue",arial,sans-serif}' \
    >> "$vendor.new/generic.css"
echo ':root{--app-font:"GDS Transport",arial,sans-serif}' >> "$vendor.new/govuk.css"
if grep -q -e 'GDS Transport' -e '@font-face' -e '/assets/' -e 'crest' "$vendor.new/generic.css"; then
    echo "static/build.sh: the generic styles still name GDS Transport, a font or the crest." >&2
    exit 1
fi

cp "$frontend"/assets/fonts/*.woff2 "$vendor.new/assets/fonts/"
for image in favicon.ico favicon.svg govuk-crest.svg govuk-icon-180.png govuk-icon-mask.svg; do
    cp "$frontend/assets/images/$image" "$vendor.new/assets/images/"
done

# The logo is drawn inline by GOV.UK's own header; ours shows it as an image, white on blue.
svg_of() {
    tr '\n' ' ' < "$frontend/components/$1/template-default.html" |
        sed -e 's/.*\(<svg[^>]*class="'"$2"'".*\)/\1/' -e 's|</svg>.*|</svg>|' -e 's/  */ /g' \
            -e "s/fill=\"currentcolor\"/fill=\"$3\"/" -e 's/class="govuk-logo-dot"/fill="#00ffe0"/'
}
svg_of header govuk-header__logotype '#ffffff' > "$vendor.new/assets/images/govuk-logo.svg"
svg_of footer govuk-footer__crown '#0b0c0c' > "$vendor.new/assets/images/govuk-crown.svg"
for image in govuk-logo govuk-crown; do
    case $(cat "$vendor.new/assets/images/$image.svg") in
        '<svg'*'</svg>'*) ;;
        *) echo "static/build.sh: could not find $image in GOV.UK Frontend." >&2; exit 1 ;;
    esac
done

rm -rf "$vendor"
mv "$vendor.new" "$vendor"
