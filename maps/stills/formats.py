"""How large a still is; a still as PNG, and as PDF for print: cyan, magenta, yellow and black, with its bleed."""

import re
import struct
import zlib

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from maps.errors import PageError

_MM, _PIXEL = 72 / 25.4, 72 / 96  # Points of a millimetre, and of a pixel where no millimetres are asked for
_SIZE = re.compile(r'viewBox="[^"]*" width="([\d.]+)(mm)?" height="([\d.]+)(?:mm)?"')
_MEASURES = re.compile(r'(viewBox="\S+ \S+ (\S+) (\S+)") width="[^"]*" height="[^"]*"')
PRINT_ZOOM = 300 / 96  # of a still in pixels: 300 dots an inch
_ALPHA = 4
Channels = NDArray[np.uint8]


CARD = (1200, 630)  # Pixels of the picture that social networks show for a link
FEW_PIXELS = 320


FORMATS = {
    "card": "1200x630",
    "square": "1080x1080",
    "story": "1080x1920",
    "column": "85x120mm",
    "columns": "178x110mm",
}
"""What social networks show for a link, a square, a phone's whole screen; one and two columns of a newspaper."""
_SHOWN = ((1.5, 960), (0.75, 600), (0.0, 450))
"""From which width to height on how many units wide a picture is, at most: a card is shown at half its width, a story
fills a phone."""
_FORM = re.compile(r"(\d{1,5})x(\d{1,5})(mm)?")
_PIXELS_PER_INCH, _MM_PER_INCH = 96, 25.4
_PRINT = 2.0  # a column of print is read from nearer than a screen: its type is drawn half as large


class Size(Struct, frozen=True, kw_only=True):
    """Units that a still is laid out in, how many pixels of a picture are one of them, and what it measures."""

    width: float
    height: float
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
        shown = next(most for least, most in _SHOWN if width >= least * height)
        zoom = max(1.0, min(width / shown, height / FEW_PIXELS))
        return Size(width=width / zoom, height=height / zoom, zoom=zoom)
    units = _PRINT * _PIXELS_PER_INCH / _MM_PER_INCH
    return Size(
        width=round(width * units),
        height=round(height * units),
        zoom=dpi / _PIXELS_PER_INCH / _PRINT,
        mm=(width, height),
        bleed_mm=bleed_mm,
    )


def still_png(svg: str, *, zoom: float = 1.0) -> bytes:
    """Return a still as PNG, so many pixels for one of the SVG; PageError where the renderer is not installed."""
    try:
        import resvg_py
    except ImportError as error:
        raise PageError("PNG needs the package resvg-py: pip install resvg-py, or write the still as .svg") from error
    # The renderer counts units, not millimetres.
    svg = _MEASURES.sub(r'\1 width="\2" height="\3"', svg, count=1)
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, sans_serif_family="DejaVu Sans", serif_family="DejaVu Serif")
    )


def still_pdf(svg: str, *, zoom: float = PRINT_ZOOM, bleed_mm: float = 0.0) -> bytes:
    """Return a still as a PDF that no colour profile is asked for, so many pixels for one of the SVG, as `still_png`.

    Black alone makes its greys. The picture is opaque and holds its bleed, which reaches so many millimetres beyond
    the page on each side; the SVG says how large the still is.
    """
    told = _SIZE.search(svg)
    if told is None:
        raise PageError("this SVG doesn't say how large it is; give one that draw_still made")
    size = [float(told[at]) * (_MM if told[2] else _PIXEL) for at in (1, 3)]
    inks = to_inks(png_channels(still_png(svg, zoom=zoom)))
    high, wide = inks.shape[:2]
    bleed = bleed_mm * _MM
    media, trim = f"[0 0 {size[0]:.4f} {size[1]:.4f}]", [bleed, bleed, size[0] - bleed, size[1] - bleed]
    boxes = f"/MediaBox {media} /BleedBox {media} /TrimBox [{' '.join(f'{edge:.4f}' for edge in trim)}]"
    held = "<< /XObject << /I 5 0 R >> >>"
    show = f"q {size[0]:.4f} 0 0 {size[1]:.4f} 0 0 cm /I Do Q".encode()
    image = f"/Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace /DeviceCMYK /BitsPerComponent 8"
    return _written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R {boxes} /Resources {held} /Contents 4 0 R >>".encode(),
            _stream("", show),
            _stream(f"{image} /Filter /FlateDecode", zlib.compress(inks.tobytes(), 6)),
        ]
    )


def to_inks(picture: Channels) -> Channels:
    """Return cyan, magenta, yellow and black of red, green and blue: as much black as may be, so few inks."""
    light = picture[..., :3].astype(np.float32) / 255
    most = light.max(axis=2, keepdims=True)
    colour = np.where(most > 0, (most - light) / np.maximum(most, 1e-6), 0)
    return np.asarray(np.rint(np.concatenate([colour, 1 - most], axis=2) * 255), dtype=np.uint8)


def png_channels(png: bytes) -> Channels:
    """Return the red, green, blue and alpha of an 8-bit PNG, row by row.

    A pixel is told by those to its left, above and between: those of one slant are known together.
    """
    wide, high, packed = _unpacked(png)
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(high, 1 + _ALPHA * wide)
    by_left, by_above, by_mean, by_paeth = ((rows[:, :1] == kind).astype(np.int16) for kind in range(1, 5))
    # A slant is a row here, so that its neighbours are slices: `known[slant, y + 1]` is the pixel of row y.
    known = np.zeros((high + wide + 1, high + 1, _ALPHA), np.int16)
    for y in range(high):
        known[y + 2 : y + 2 + wide, y + 1] = rows[y, 1:].reshape(wide, _ALPHA)
    for slant in range(high + wide - 1):
        first, end = max(0, slant - wide + 1), min(high, slant + 1)
        left, above = known[slant + 1, first + 1 : end + 1], known[slant + 1, first:end]
        corner, row = known[slant, first:end], slice(first, end)
        guess = by_paeth[row] * _paeth(left, above, corner) + by_mean[row] * ((left + above) >> 1)
        here = known[slant + 2, first + 1 : end + 1]
        here += guess + by_left[row] * left + by_above[row] * above
        here &= 255
    return np.stack([known[y + 2 : y + 2 + wide, y + 1] for y in range(high)]).astype(np.uint8)


def _paeth(left: NDArray[np.int16], above: NDArray[np.int16], corner: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return which of three neighbours is nearest to what they make likely."""
    by_left, by_above, by_corner = abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)
    other = np.where(by_above <= by_corner, above, corner)
    return np.where((by_left <= by_above) & (by_left <= by_corner), left, other)


def _unpacked(png: bytes) -> tuple[int, int, bytes]:
    wide, high, depth, kind = struct.unpack(">IIBB", png[16:26])
    if (depth, kind) != (8, 6):
        raise PageError("the renderer gave another kind of PNG than eight bits with alpha; report it")
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        packed += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    return wide, high, packed


def _stream(told: str, content: bytes) -> bytes:
    return f"<< {told} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _written(objects: list[bytes]) -> bytes:
    """Return objects as a file with their table; the same bytes for the same picture."""
    file, starts = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, held in enumerate(objects, start=1):
        starts.append(len(file))
        file += f"{number} 0 obj\n".encode() + held + b"\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    count = len(objects) + 1
    tail = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + f"xref\n0 {count}\n0000000000 65535 f \n{table}{tail}".encode()
