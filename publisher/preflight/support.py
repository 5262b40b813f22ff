"""What mail programs drop of CSS and HTML: one row a feature, at most sixty, each with its source. Facts only.

Written down from the tests that the sources publish, as they stood in 2025. A program drops a feature where every
version of it does (web, iOS, Android); it does so in part where one of them does, or where values are left out.
"""

import re
from dataclasses import dataclass
from typing import Literal, cast

Kind = Literal["declaration", "selector", "at-rule", "element"]

PROGRAMS = {
    "G": "Gmail",
    "O": "Outlook for Windows",
    "A": "Apple Mail",
    "Y": "Yahoo Mail",
    "S": "Samsung Email",
}
# Those of which a row holds a pattern only.
PATTERNS = ("selector", "at-rule")
CANIEMAIL = "https://www.caniemail.com/features/"
EMAIL_BUGS = "https://github.com/hteumeuleu/email-bugs/issues/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature. `names` are properties (`*` for any, `margin*` for its sides too), or an element's selectors.

    `pattern` is sought in a value; `on` are the elements that it matters on (any where it is empty). `dropped` and
    `partial` are letters of PROGRAMS. `loses` is whether something is lost or unreadable, not only plainer.
    """

    kind: Kind
    label: str
    names: tuple[str, ...]
    pattern: str
    on: tuple[str, ...]
    dropped: str
    partial: str
    loses: bool
    effect: str
    source: str

    @property
    def code(self) -> str:
        """What a finding of it is called, in kebab case."""
        return "dropped-" + "-".join(re.findall(r"[a-z]+", self.label.lower()))


# label | who drops it / in part | its page, of caniemail.com where no address stands there
#     what to look for: in which elements, names of properties or selectors, ~ a pattern in the value
#     what happens then: something is lost, or it is only plainer
TABLE = r"""
display: flex | O/G | css-display-flex
    declaration: display ~ \bflex\b
    plainer: what stood side by side stands below one another
display: grid | GOY | css-display-grid
    declaration: display ~ \bgrid\b
    plainer: what stood side by side stands below one another
display: none | /O | css-display-none
    declaration in img table: display ~ \bnone\b
    lost: a table within it, or a picture that has it, is shown
display: inline-block | /O | css-display
    declaration in p div span a img: display ~ inline-block
    plainer: blocks stand below one another
position | GO/AYS | css-position
    declaration: position ~ absolute|fixed|sticky|relative
    lost: it stays where the text puts it
top, right, bottom, left | GOY/S | css-left-right-top-bottom
    declaration: top, right, bottom, left, inset
    plainer: it stays where the text puts it
float | O/GY | css-float
    declaration: float ~ left|right
    plainer: it stands above the text, not beside it; the attribute align does the same
gap | OY/G | css-gap
    declaration: gap, column-gap, row-gap
    plainer: columns touch
max-width | /OY | css-max-width
    declaration in div p img td span: max-width
    plainer: it is as wide as the window; the attribute width limits it
width | /O | css-width
    declaration in div p span img: width
    plainer: it is as wide as it likes; a table cell or an attribute sets it
height | Y/O | css-height
    declaration in div p span: height
    plainer: it is as high as what is in it
padding | /O | css-padding
    declaration in a blockquote div h1 h2 h3 h4 h5 h6 li ol p span ul: padding* ~ [1-9]
    plainer: there is no space within it; a table cell keeps it
margin: auto | /O | css-margin
    declaration: margin* ~ \bauto\b
    plainer: it is not in the middle; the attribute align does that
negative margin | /GOY | css-margin
    declaration: margin* ~ -\d
    plainer: what should overlap does not
logical margin and padding | GOY/A | css-margin-inline-start-end
    declaration: margin-inline, margin-inline-start, margin-inline-end, padding-inline
    plainer: there is no space; the sides by name keep it
overflow | O | css-overflow
    declaration: overflow, overflow-x, overflow-y ~ hidden|auto|scroll
    plainer: what does not fit makes its box larger
box-sizing | OY | css-box-sizing
    declaration: box-sizing
    plainer: boxes are wider by their padding
background-image | O/Y | css-background-image
    declaration: background-image, background ~ url\(
    lost: the picture is gone: without a background colour, text on it may be unreadable
gradients | OY/GS | css-linear-gradient
    declaration: * ~ gradient\(
    lost: the gradient is gone: without a background colour, text on it may be unreadable
background-size | O/G | css-background-size
    declaration: background-size, background-position, background-repeat
    plainer: the picture is placed otherwise
border-radius | O/Y | css-border-radius
    declaration: border-radius
    plainer: corners are square
box-shadow | OY/G | css-box-shadow
    declaration: box-shadow
    plainer: there is no shadow
text-shadow | GO | css-text-shadow
    declaration: text-shadow
    plainer: there is no shadow
opacity | O | css-opacity
    declaration: opacity
    plainer: it is opaque: what was hidden so is seen
visibility | GO | css-visibility
    declaration: visibility ~ hidden|collapse
    lost: what was hidden is seen
filter and blending | GOY | css-filter
    declaration: filter, backdrop-filter, mix-blend-mode, mask-image, clip-path
    plainer: it is shown as it is
object-fit | OY/G | css-object-fit
    declaration: object-fit, object-position
    plainer: a picture of other proportions is squeezed into its width and height
transform | GOY | css-transform
    declaration: transform
    plainer: it is neither moved nor turned
animation | GOY | css-animation
    declaration: animation, animation-name
    plainer: nothing moves
transition | GO/YS | css-transition
    declaration: transition
    plainer: it changes at once
var() | GOY | css-variables
    declaration: * ~ var\(
    lost: the declaration is gone, and the colour or size with it
rgba() | O | css-rgba
    declaration: * ~ rgba\([^)]*,
    lost: the colour is gone: the one about it shows
rgb() without commas | /GOY | css-rgb
    declaration: * ~ rgba?\(\s*[\d.]+%?\s+[\d.]
    lost: Gmail drops the whole style attribute, or the whole <style>
modern colours | GOYS | css-modern-color
    declaration: * ~ \b(?:lab|lch|oklab|oklch|color|color-mix|hwb)\(
    lost: the colour is gone, in Gmail the whole style attribute
light-dark() | GO/YS | css-function-light-dark
    declaration: * ~ light-dark\(
    lost: the colour is gone
calc(), min(), max(), clamp() | OY/G | css-unit-calc
    declaration: * ~ \b(?:calc|min|max|clamp)\(
    plainer: the size is the one about it
rem | OY | css-unit-rem
    declaration: * ~ \d\s*rem\b
    plainer: the size is the one about it; px is kept
vw, vh | O/A | css-unit-vh
    declaration: * ~ \d\s*(?:vw|vh|vmin|vmax)\b
    plainer: the size is the one about it
white-space | OS/GY | css-white-space
    declaration: white-space ~ pre|nowrap
    plainer: lines break where they fit
@media | O/GYS | css-at-media
    at-rule: ^@media(?!.*prefers-)
    plainer: the layout of a wide window is shown; Gmail drops it for addresses of others
prefers-color-scheme | GOY | css-at-media-prefers-color-scheme
    at-rule: ^@media.*prefers-color-scheme
    plainer: the light palette is shown, or one that the program makes of it
@font-face | GY/O | css-at-font-face
    at-rule: ^@font-face
    plainer: the next font of the list is shown
@import | GYS | css-at-import
    at-rule: ^@import
    plainer: what it would load is missing
an at-rule within an at-rule | /G | https://github.com/hteumeuleu/caniemail/issues/144
    at-rule: ^@.*\n@
    lost: Gmail drops the whole <style>
:hover | O/G | css-pseudo-class-hover
    selector: :hover\b
    plainer: nothing changes under the pointer
::before and ::after | GOY | css-pseudo-element-before
    selector: ::?(?:before|after)\b
    lost: what they add is missing
:nth-child and its like | GOY | css-pseudo-class-nth-child
    selector: :(?:nth-|not\(|has\()
    plainer: the rule is not applied
[attribute] | O/GY | css-selector-attribute
    selector: \[
    plainer: the rule is not applied
<style> in the body | /GO | html-style
    element: body style
    plainer: Gmail keeps those in the <head> only
<link rel=stylesheet> | GYS | html-link
    element: link[rel=stylesheet]
    lost: the style sheet is not loaded
<script>, <iframe> | GOAYS | https://testmailscore.com/faq/why-email-clients-strip-html
    element: script, iframe, embed
    lost: it is removed, and what it would show
<video>, <audio> | GOY/AS | html-video
    element: video, audio
    lost: only what is written within it is shown: link the page instead
<svg> in the message | GOY/A | html-svg
    element: svg
    lost: the drawing is missing: use a PNG
forms | O/GY | html-form
    element: form, input, select, textarea, button
    lost: nobody can fill it in: link a page instead
WebP and AVIF | O/G | image-webp
    element: img[src$='.webp'], img[src$='.avif']
    lost: the picture is missing: use PNG, JPEG or GIF
SVG files | /G | image-svg
    element: img[src$='.svg']
    lost: Gmail in a browser shows none: use PNG
srcset and <picture> | GOY | html-srcset
    element: img[srcset], picture source
    plainer: only the src is shown
<object> | GOY/AS | html-object
    element: object
    lost: it is removed: link the page instead
the attribute hidden | GOY | html-hidden
    element: [hidden]
    lost: what was hidden is seen
<details>, <main>, <nav> | OY/G | html-semantics
    element: details, summary, main, nav
    plainer: the tags are dropped, what is within them is shown
"""
ROW = re.compile(
    r"(?P<label>.+) \| (?P<dropped>\w*)(?:/(?P<partial>\w+))? \| (?P<source>\S+)\n"
    r"    (?P<kind>[\w-]+)(?: in (?P<on>[\w ]+))?: (?P<what>.+)\n"
    r"    (?P<how>lost|plainer): (?P<effect>.+)\n"
)


def _feature(row: re.Match[str]) -> Feature:
    names, _, pattern = ("", "", row["what"]) if row["kind"] in PATTERNS else row["what"].partition(" ~ ")
    return Feature(
        kind=cast("Kind", row["kind"]),
        label=row["label"],
        names=tuple(names.split(", ")) if names else (),
        pattern=pattern,
        on=tuple((row["on"] or "").split()),
        dropped=row["dropped"],
        partial=row["partial"] or "",
        loses=row["how"] == "lost",
        effect=row["effect"],
        source=row["source"] if "://" in row["source"] else f"{CANIEMAIL}{row['source']}/",
    )


FEATURES: tuple[Feature, ...] = tuple(map(_feature, ROW.finditer(TABLE)))
