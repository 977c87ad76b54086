"""Events as a list on a still: all there is where none has a place, and below a map much wider than the picture."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from geo.records import Event
from maps.cleaning import LABEL_LENGTH, QUOTE_LENGTH, shown, source_name
from maps.layout.lay_out import Layout
from maps.layout.story import event_title
from maps.layout.symbols import glyph_of, is_solid
from maps.page.sections import why_nowhere
from maps.stills.foot import MARGIN, sign
from maps.stills.text import COLOURS, INK, PAPER, SOFT, TextStyle, text_element, wrap

_TITLE, _SMALL, _LINE, _SIGN, _MOST_LINES = 15.0, 12.5, 21.0, 24.0, 3
_SIZES = (2.0, 1.7, 1.4, 1.2, 1.0)
_WIDE = 1.3  # Width to height of a room that two columns suit
_Way = TypeVar("_Way", tuple[list[str], float, bool], tuple[list[str], bool])  # parts; whether they are the whole, last
_Entry = tuple[Event | None, str, list[str]]  # the event whose symbol stands before a title and lines in small letters


def list_events(layout: Layout, indices: Sequence[int]) -> list[_Entry]:
    """Return what is told of events: title; day, status, why they are not on the map; the first quote, its source."""
    gone, events = set(layout.off_map), layout.events
    return [
        (events[at], event_title(events[at], layout.texts), [*_lines(layout, events[at], at in gone)]) for at in indices
    ]


def _lines(layout: Layout, event: Event, gone: bool) -> Iterable[str]:  # noqa: FBT001 - whether it is off the map
    texts, articles = layout.texts, {article.id: article for article in layout.articles}
    told = [texts.date(event.date) if event.date else "", texts.word("status", event.status)]
    yield " · ".join(filter(None, [*told, why_nowhere(event, texts) if gone else ""]))
    for report in event.reports[:1]:
        source = articles.get(report.article)
        name = source_name(source.publisher, source.title, source.url, source.id) if source else ""
        quote = texts.word("words", "quote", text=shown(report.quote, QUOTE_LENGTH)) if report.quote else ""
        if told := list(filter(None, (quote, shown(name, LABEL_LENGTH)))):
            yield " ".join(told)


def draw_unplaced(layout: Layout, width: float, top: float, height: float) -> list[str]:
    """Return the words that nothing is on the map, and all events below, in columns where the room is wide."""
    words: list[_Entry] = [(None, layout.texts.word("page", "no_place_any"), [])] if layout.off_map else []
    head, y, _ = _drawn(words, (0, width), top, height, _SIZES[-2])
    told = list_events(layout, layout.off_map)
    counts = (1, 2) if len(told) > 1 and width > _WIDE * (height - y) else (1,)
    ways = [_columns(told, count, width, (y, height), size) for size in _SIZES for count in counts]
    return [*head, *_best(ways)[0]]


def _columns(
    told: Sequence[_Entry], count: int, width: float, room: tuple[float, float], size: float
) -> tuple[list[str], bool]:
    """Return a list in so many columns, between two heights, in letters of a size, and whether it is whole."""
    cut, wide = (len(told) + count - 1) // count, width / count
    columns = [_drawn(told[at * cut :][:cut], (at * wide, wide), *room, size) for at in range(count)]
    return [part for parts, _, _ in columns for part in parts], all(whole for _, _, whole in columns)


def draw_list(told: Sequence[_Entry], width: float, top: float, height: float) -> tuple[list[str], float, bool]:
    """Return a list in letters as large as it has room for above a height, where it ends, and whether it is whole.

    Letters that cut no words go before larger ones that do.
    """
    return _best([_drawn(told, (0, width), top, height, size) for size in _SIZES])


def _best(drawn: Sequence[_Way]) -> _Way:
    """Return the first of those that cut the fewest words, of the whole ones where there are any; else the last."""
    whole = [one for one in drawn if one[-1]]
    return min(whole, key=lambda one: "".join(one[0]).count("…<"), default=drawn[-1])


def _drawn(
    told: Sequence[_Entry], column: tuple[float, float], top: float, height: float, size: float
) -> tuple[list[str], float, bool]:
    """Return a list in a column, its left side and width, in letters of a size; where it ends, whether it is whole."""
    parts: list[str] = []
    y, step, x0 = top + _LINE * size, _LINE * size, column[0] + MARGIN
    for event, title, small in told:
        x = x0 + (_SIGN * size if event else 0)
        room = column[0] + column[1] - MARGIN - x
        lines = [(line, INK, _TITLE * size) for line in wrap(title, _TITLE * size, room, most=_MOST_LINES)]
        wrapped = (line for text in small for line in wrap(text, _SMALL * size, room, most=_MOST_LINES))
        lines += [(line, SOFT, _SMALL * size) for line in wrapped]
        if y + sum(step * letters / size for _, _, letters in lines[:-1]) / _TITLE > height:
            return [*parts, text_element("…", x0, y, TextStyle(size=_TITLE * size, fill=INK))], y, False
        if event:
            drawn = sign(glyph_of(event.kind), 0, 0, _look(event))
            parts.append(f'<g transform="translate({x0:.1f} {y - 5 * size:.1f}) scale({size})">{drawn}</g>')
        for line, colour, letters in lines:
            parts.append(text_element(line, x, y, TextStyle(size=letters, fill=colour)))
            y += step * letters / size / _TITLE
        y += step / 2
    return parts, y - step, True


def _look(event: Event) -> str:
    """Return how an event's symbol is filled and outlined, by its status."""
    colour, dash = COLOURS[glyph_of(event.kind)], ' stroke-dasharray="4 2.4"' if event.status == "claimed" else ""
    return f'fill="{colour}"' if is_solid(event) else f'fill="{PAPER}" stroke="{colour}" stroke-width="2"{dash}'
