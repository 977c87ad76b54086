"""A still of the map as SVG: for print, newsletters and social cards, with the page's own legend and credits."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from geo.records import EventFile
from maps.cleaning import TITLE_LENGTH, shown
from maps.errors import PageError
from maps.ground.context import Towns
from maps.layout.lay_out import articles_of, is_asked, lay_out
from maps.layout.story import headline
from maps.layout.story import lead as story_lead
from maps.layout.symbols import GLYPHS, glyph_of
from maps.layout.tally import Tally, tally_events
from maps.page.sections import route_credit
from maps.records import PageData
from maps.stills.map import draw_frame
from maps.stills.names import Frame
from maps.stills.style import COLOURS, INK, PAPER, SOFT, coloured
from maps.stills.text import SANS, SERIF, TextStyle, text_element, wrap
from maps.style import Style, default_style
from maps.texts import Texts

if TYPE_CHECKING:
    from geo.routes.records import TracedLeg

CARD = (1200, 630)
"""Pixels of the picture that social networks show for a link."""
_MARGIN = 28
_FEW_PIXELS = 320


def draw_still(
    event_file: EventFile,
    *,
    routes: Mapping[str, Sequence["TracedLeg | None"]] | None = None,
    measured: Mapping[str, Sequence[Any]] | None = None,
    language: str = "fr",
    kind: str = "all",
    title: str | None = None,
    lead: str | None = None,
    size: tuple[int, int] = CARD,
    style: Style | None = None,
    towns: Towns | None = None,
) -> str:
    """Draw the events as one SVG picture in a projection that suits their extent.

    Args:
        event_file: As for `draw_map`, and so on for the other options of the same names.
        routes: Traced legs by event id.
        measured: Checked distances by event id.
        language: The picture's language.
        kind: `all`, `routes` or `impacts`.
        title: Headline.
        lead: Sentence under it.
        size: Width and height in pixels.
        towns: Gives the largest towns of a box, so many at most, in the map's language; none are named by default.
        style: House style, of which a still takes the light colours.

    Returns:
        SVG without scripts, links or references to anything outside it.

    Raises:
        PageError: The size is too small to hold a map.
    """
    width, height = size
    if min(size) < _FEW_PIXELS:
        raise PageError(
            f"size {width}x{height}: a still needs {_FEW_PIXELS} pixels each way at least; 1200x630 is a card"
        )
    texts = Texts(language)
    events = [event for event in event_file.events if is_asked(event, kind)]
    articles = articles_of(events, event_file.articles)
    data = lay_out(events, articles, routes or {}, texts, measured=measured, whole=True, towns=towns).data
    tally = tally_events(events)
    heading = shown(title, TITLE_LENGTH) if title else headline(events, tally, texts)
    sentence = shown(lead, TITLE_LENGTH) if lead else story_lead(tally, len(articles), texts)
    header, top = _header(heading, sentence, width)
    foot, bottom = _foot(tally, routes or {}, texts, width, height)
    frames = _frames(data, width, top, bottom - top)
    place = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {place} role="img" lang="{texts.language}" font-family="{SANS}">',
        f"<title>{escape(heading)}</title><desc>{escape(sentence)}</desc>",
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        *(draw_frame(data, frame, events) for frame in frames),
        *header,
        *foot,
        "</svg>",
    ]
    return coloured("\n".join(parts) + "\n", (style or default_style()).light)


def still_png(svg: str, *, zoom: float = 2.0) -> bytes:
    """Return a still as PNG.

    Args:
        svg: What `draw_still` returned.
        zoom: Pixels of the picture for one of the SVG.

    Raises:
        PageError: The renderer is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise PageError("PNG needs the package resvg-py: pip install resvg-py, or write the still as .svg") from error
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, sans_serif_family="DejaVu Sans", serif_family="DejaVu Serif")
    )


def still_pdf(svg: str) -> bytes:
    """Return a still as PDF, with its lines as lines and its text as text.

    Raises:
        PageError: The renderer is not installed.
    """
    try:
        import vl_convert  # type: ignore[import-not-found]  # an extra
    except ImportError as error:
        raise PageError(
            "PDF needs the package vl-convert-python: pip install it, or write the still as .svg or .png"
        ) from error
    return bytes(vl_convert.svg_to_pdf(svg))


def _header(heading: str, sentence: str, width: int) -> tuple[list[str], float]:
    """Return the headline and the sentence, and where the map may begin."""
    size = 32 if width >= 1000 else 24  # noqa: PLR2004 - a phone's width and a card's
    lines = wrap(heading, size, width - 2 * _MARGIN, most=2, bold=True)
    y = _MARGIN + size * 0.62
    parts = []
    for line in lines:
        parts.append(text_element(line, _MARGIN, y, TextStyle(size=size, family=SERIF, weight=700, fill=INK)))
        y += size * 1.16
    y += 2
    for line in wrap(sentence, 16, width - 2 * _MARGIN, most=1):
        parts.append(text_element(line, _MARGIN, y - 4, TextStyle(size=16, fill=SOFT)))
        y += 12
    return parts, y + 4


def _foot(
    tally: Tally, routes: Mapping[str, Sequence["TracedLeg | None"]], texts: Texts, width: int, height: int
) -> tuple[list[str], float]:
    """Return legend and credits, and where the map must end."""
    sources = route_credit((leg.source for legs in routes.values() for leg in legs if leg is not None), texts)
    words = [texts.word("page", "borders"), texts.word("page", "places_by"), *sources]
    lines = wrap(" ".join(words), 10.5, width - 2 * _MARGIN, most=4)
    parts = [
        text_element(line, _MARGIN, height - 12 - 13 * (len(lines) - 1 - number), TextStyle(size=10.5, fill=SOFT))
        for number, line in enumerate(lines)
    ]
    y = height - 12 - 13 * len(lines) - 12
    x = float(_MARGIN)
    for kind, count in tally.kinds:
        label = texts.count("kinds", kind, count)
        room = 30 + 7.4 * len(label)
        if x + room > width - _MARGIN:
            break
        parts.append(_glyph(glyph_of(kind), x + 8, y - 4, 16, fill=COLOURS[glyph_of(kind)]))
        parts.append(text_element(label, x + 21, y, TextStyle(size=13, fill=INK)))
        x += room + 12
    status = texts.word("symbols", "dashed") + " · " + texts.word("symbols", "solid")
    if tally.contested:
        status += f" · ⊘ {texts.word('symbols', 'contested')}"
    if x + 6.6 * len(status) < width - _MARGIN:
        parts.append(text_element(status, width - _MARGIN, y, TextStyle(size=12, fill=SOFT, anchor="end")))
    return parts, y - 24


def _glyph(name: str, x: float, y: float, size: float, *, fill: str) -> str:
    scale = size / 24
    moved = f"translate({x - size / 2:.1f} {y - size / 2:.1f}) scale({scale:.3f})"
    return f'<path transform="{moved}" d="{GLYPHS[name]}" fill="{fill}"/>'


def _frames(data: PageData, width: int, top: float, height: float) -> list[Frame]:
    """Lay out the overview and, beside or below it, the detail maps."""
    count = len(data.details)
    if not count:
        return [Frame(box=data.overview, left=0, top=top, width=width, height=height)]
    if width >= height:
        side = min(0.34 * width, 420)
        each = height / count
        frames = [Frame(box=data.overview, left=0, top=top, width=width - side - 3, height=height)]
        return frames + [
            Frame(box=detail.box, left=width - side, top=top + number * each + (3 if number else 0), width=side,
                  height=each - (3 if number else 0), letter=detail.letter, name=detail.name)
            for number, detail in enumerate(data.details)
        ]  # fmt: skip
    each = height / (count + 1)
    frames = [Frame(box=data.overview, left=0, top=top, width=width, height=each - 3)]
    return frames + [
        Frame(box=detail.box, left=0, top=top + each * (number + 1), width=width, height=each - 3,
              letter=detail.letter, name=detail.name)
        for number, detail in enumerate(data.details)
    ]  # fmt: skip
