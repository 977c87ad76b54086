"""What stands above and below a still's maps: headline and lead; legend of what is drawn, what is not, credits."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from maps.layout.legend import Legend
from maps.layout.symbols import DASHES, GLYPHS, dashes_around
from maps.stills.text import (
    COLOURS,
    INK,
    PAPER,
    SERIF,
    SOFT,
    TextStyle,
    strokes,
    text_element,
    text_width,
    way_colour,
    wrap,
)
from maps.texts import Texts

MARGIN = 28
_LEGEND, _SMALL, KICKER = 12.5, 10.5, 12.5
_ROW, _SAMPLE, _BESIDE = 19, 24, 18
_MOST_NOTES = 3
_MORE_ROWS, _MOST_ROWS = 2, 5  # of a legend that tells what each status means


class Told(Struct, frozen=True, kw_only=True):
    """What is said below the maps beside the legend."""

    sign: str  # `glyph`, or `ring` where rings count the kinds, each by its own line
    counts: Sequence[tuple[str, str]]  # Symbol and words, as "3 strikes", of the kinds that are drawn
    unplaced: str  # how many events have no place on the map, in words
    notes: Sequence[str]  # what a reader should know of the legs, and of names left out
    credits: Sequence[str]


def draw_header(kicker: str, heading: str, sentence: str, width: float, height: float) -> tuple[list[str], float]:
    """Return what stands above the map, fitted to the picture, and where the map may begin."""
    tall = height >= width
    size = min(48.0, width / 24) if height > width else min(32.0, width / 36)
    size, small = max(22.0, size), max(15.0, width / 48 if height > width else 15)
    (above,) = wrap(kicker, KICKER, width - 2 * MARGIN, most=1, bold=True)
    y = MARGIN + KICKER * 0.4
    parts = [text_element(above, MARGIN, y, TextStyle(size=KICKER, weight=600, fill=COLOURS["shipment"]))]
    y += size * 1.05
    for line in wrap(heading, size, width - 2 * MARGIN, most=4 if tall else 2, bold=True):
        parts.append(text_element(line, MARGIN, y, TextStyle(size=size, family=SERIF, weight=700, fill=INK)))
        y += size * 1.16
    for line in wrap(sentence, small, width - 2 * MARGIN, most=6 if tall else 3) if sentence else ():
        parts.append(text_element(line, MARGIN, y, TextStyle(size=small, fill=SOFT)))
        y += small * 1.3
    return parts, y - small * 0.7


def draw_foot(legend: Legend, told: Told, texts: Texts, width: float, height: float) -> tuple[list[str], float]:
    """Return legend and credits, and where the map must end."""
    room = width - 2 * MARGIN
    lines = wrap(" · ".join(credit.rstrip(".") for credit in told.credits), _SMALL, room, most=6)
    notes = wrap(f"⚠ {' · '.join(told.notes[:_MOST_NOTES])}", 12, room, most=3) if told.notes else []
    y = float(height - 12 - 13 * (len(lines) - 1))
    parts = [
        text_element(line, MARGIN, y + 13 * number, TextStyle(size=_SMALL, fill=SOFT))
        for number, line in enumerate(lines)
    ]
    y -= 12 + 16 * len(notes)
    parts += [
        text_element(note, MARGIN, y + 16 * number, TextStyle(size=12, fill=INK)) for number, note in enumerate(notes)
    ]
    rows = _rows(list(_items(legend, told, texts)), room)
    meant = _rows(list(_items(legend, told, texts, meant=True)), room)
    wide = max((_item_width(*item) for row in meant for item in row), default=0)
    if wide <= room and len(meant) <= min(_MOST_ROWS, len(rows) + (_MORE_ROWS if height > width else 1)):
        rows = meant
    y -= _ROW * len(rows) + (6 if notes else 0)
    for number, row in enumerate(rows):
        x = float(MARGIN)
        for sample, text in row:
            base = y + _ROW * (number + 0.3)
            parts += _sample(sample, x, base - 4)
            parts.append(text_element(text, x + _sample_width(sample), base, TextStyle(size=_LEGEND, fill=INK)))
            x += _item_width(sample, text)
    return parts, y - 10


def _items(legend: Legend, told: Told, texts: Texts, *, meant: bool = False) -> Iterable[tuple[str, str]]:
    """Return a sample's name and its words, one an entry of the legend; of statuses what they mean, too, if asked."""
    yield from ((f"{told.sign} {glyph}", text) for glyph, text in told.counts)
    if told.unplaced:
        yield "", told.unplaced
    if legend.numbered:
        look = "stop" if legend.firm else "stop-claimed"
        yield f"{look} 1", texts.word("symbols", "stop")
        yield from ((f"{look} {letter}", ends) for letter, ends in legend.ways)
    yield from ((f"line {mode} {status}", text) for mode, status, text in legend.legs)
    yield from ((f"extent {name}", text) for name, text in legend.extents)
    glyphs = ",".join(glyph for glyph, _ in legend.samples) or "shipment"
    shown: dict[str, list[str]] = {}
    for name, word, meaning in legend.statuses:
        look = "solid" if name in ("documented", "acknowledged") else name
        words = texts.word("sentence", "headline_route", route=word, kinds=meaning) if meant else word
        shown.setdefault(name if name == "contested" else f"glyph-{look} {glyphs}", []).append(words)
    sep = "; " if meant else texts.word("words", "list_sep")
    yield from ((sample, sep.join(words)) for sample, words in shown.items())


def _rows(items: Sequence[tuple[str, str]], room: float) -> list[list[tuple[str, str]]]:
    rows: list[list[tuple[str, str]]] = [[]]
    left = room
    for sample, text in items:
        wide = _item_width(sample, text)
        if wide > left and rows[-1]:
            rows.append([])
            left = room
        rows[-1].append((sample, text))
        left -= wide
    return rows if rows[0] else []


def _sample_width(sample: str) -> float:
    kind, _, rest = sample.partition(" ")
    return 0 if not sample else {"line": 60, "ring": 50}.get(kind, _SAMPLE) + _BESIDE * rest.count(",")


def _item_width(sample: str, text: str) -> float:
    return _sample_width(sample) + text_width(text, _LEGEND) + 20


def _sample(sample: str, x: float, y: float) -> list[str]:
    """Return what stands before an entry's words, its middle at `y`."""
    kind, _, rest = sample.partition(" ")
    blue, ink = COLOURS["shipment"], INK
    if kind in ("glyph", "ring"):
        dash = f'stroke="{COLOURS[rest]}" stroke-width="4" stroke-dasharray="{" ".join(map(str, DASHES[rest]))}"'
        line = [f'<path d="M{x + 22:.1f} {y:.1f}h22" {dash}/>'] if kind == "ring" else []
        return [sign(rest, x, y, f'fill="{COLOURS[rest]}"'), *line]
    if kind.startswith("glyph-"):
        styles = {
            "glyph-claimed": f'fill="{PAPER}" stroke="{ink}" stroke-width="2"',
            "glyph-reported": f'fill="{PAPER}" stroke="{ink}" stroke-width="2"',
            "glyph-solid": f'fill="{ink}"',
            "glyph-for_review": f'fill="{PAPER}" stroke="{SOFT}" stroke-width="2" stroke-dasharray="1.5 3"',
        }
        looks = {name: f" {dashes_around(name)}" if kind == "glyph-claimed" else "" for name in rest.split(",")}
        return [sign(name, x + _BESIDE * at, y, styles[kind] + dash) for at, (name, dash) in enumerate(looks.items())]
    if kind in ("stop", "stop-claimed"):
        blue = way_colour(rest)
        dash = ' stroke-dasharray="3.4 2"' if kind == "stop-claimed" else ""
        ring = f'<circle cx="{x + 8:.1f}" cy="{y:.1f}" r="8" fill="{PAPER}" stroke="{blue}" stroke-width="2"{dash}/>'
        number = TextStyle(size=10, weight=700, fill=blue, anchor="middle")
        return [ring, text_element(rest, x + 8, y + 3.6, number)]
    if kind == "contested":
        return [contest_badge(x + 7, y)]
    if kind == "line":
        mode, status = rest.split(" ")
        path = f"M{x:.1f} {y:.1f}h20m10 0h20" if mode == "direct" else f"M{x:.1f} {y:.1f}h50"
        return [strokes(path, mode, solid=status == "solid")]
    return _extent(rest, x, y) if kind == "extent" else []


def _extent(name: str, x: float, y: float) -> list[str]:
    find, blue = COLOURS["recovery"], COLOURS["shipment"]
    if name == "area":
        style = f'fill="{find}" fill-opacity=".14" stroke="{find}" stroke-width="1.2"'
        return [f'<rect x="{x:.1f}" y="{y - 6:.1f}" width="17" height="12" rx="2" {style}/>']
    if name.startswith("context"):
        box = "h17v12h-17z" if name.endswith("area") else "m0 6h17"
        style = f'fill="{INK}" fill-opacity=".1" stroke="{INK}" stroke-width="1.6"'
        return [f'<path d="M{x:.1f} {y - 6:.1f}{box}" {style}/>']
    if name == "country":
        return [f'<path d="M{x:.1f} {y + 4:.1f}h16" stroke="{INK}" stroke-dasharray="1.5 2"/>']
    if name == "crowd":
        ring = f'cx="{x + 8:.1f}" cy="{y:.1f}" r="7" fill="{PAPER}" stroke-width="3"'
        number = TextStyle(size=9, weight=600, fill=INK, anchor="middle")
        part = f'<circle {ring} stroke="{find}" stroke-dasharray="15 29"/>'
        return [f'<circle {ring} stroke="{COLOURS["strike"]}"/>', part, text_element("9", x + 8, y + 3.2, number)]
    styles = {
        "near": f'fill="{blue}" fill-opacity=".16" stroke="{blue}" stroke-width="1.3" stroke-dasharray="2 3"',
        "launch": f'fill="{PAPER}" stroke="{INK}" stroke-width="2" stroke-dasharray="2 2"',
    }
    radius = 5 if name == "launch" else 8
    soft = f'fill="{find}" fill-opacity=".25"'
    return [f'<circle cx="{x + 8:.1f}" cy="{y:.1f}" r="{radius}" {styles.get(name, soft)}/>']


def contest_badge(x: float, y: float) -> str:
    """Return the mark of what is denied or in conflict, its middle at a point."""
    return (
        f'<g transform="translate({x:.1f} {y:.1f})">'
        f'<circle r="5.6" fill="@contest" stroke="{PAPER}" stroke-width="1.4"/>'
        f'<path d="M-3 3L3 -3" stroke="{PAPER}" stroke-width="1.6"/></g>'
    )


def sign(name: str, x: float, y: float, style: str) -> str:
    """Return a kind's symbol in a style, from its left side and its middle."""
    return f'<path transform="translate({x:.1f} {y - 8:.1f}) scale(.667)" d="{GLYPHS[name]}" {style}/>'
