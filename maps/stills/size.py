"""How large a still is: exact pixels, millimetres at a resolution, or a format by its name."""

import re

from msgspec import Struct

from maps.errors import PageError

FORMATS = {
    "card": "1200x630",
    "square": "1080x1080",
    "story": "1080x1920",
    "column": "85x85mm",
    "columns": "178x110mm",
}
"""What social networks show for a link, a square, a phone's whole screen; one and two columns of a newspaper."""
_FORM = re.compile(r"(\d{1,5})x(\d{1,5})(mm)?")
_PIXELS_PER_INCH, _MM_PER_INCH = 96, 25.4
_PRINT = 2.0
"""A column of print is read from nearer than a screen: its type is drawn half as large."""


class Size(Struct, frozen=True, kw_only=True):
    """Units that a still is laid out in, how many pixels of a picture are one of them, and what it measures."""

    width: int
    height: int
    zoom: float = 1.0
    mm: tuple[int, int] | None = None
    bleed_mm: float = 0.0


def parse_size(text: str, *, dpi: int = 300, bleed_mm: float = 0.0) -> Size:
    """Return the size that a text names: `1200x630`, `85x60mm` at so many dots an inch, or one of `FORMATS`.

    Raises:
        PageError: It is neither, or has a bleed but no millimetres.
    """
    match = _FORM.fullmatch(FORMATS.get(text.lower(), text.lower()))
    if match is None:
        known = ", ".join(FORMATS)
        raise PageError(f"size {text!r}: expected pixels as 1200x630, millimetres as 85x60mm, or one of {known}")
    width, height = int(match[1]), int(match[2])
    if not match[3] and bleed_mm:
        raise PageError(f"size {text!r} has no millimetres for a bleed; give it as 85x60mm, or column or columns")
    if not match[3]:
        return Size(width=width, height=height)
    units = _PRINT * _PIXELS_PER_INCH / _MM_PER_INCH
    return Size(
        width=round(width * units),
        height=round(height * units),
        zoom=dpi / _PIXELS_PER_INCH / _PRINT,
        mm=(width, height),
        bleed_mm=bleed_mm,
    )
