"""The day of publication that an article's own lines give."""

from collections.abc import Sequence

from geo.articles.blocks import Block
from geo.language.dates.finding import find_dates
from geo.language.tables import event_tables, layout_table

_FIRST_LINES = 8
_DATELINE = 90
_EXACT = frozenset({"day", "numeric"})


def find_published(text: str, blocks: Sequence[Block], language: str | None) -> str | None:
    """Return the day that a line such as "Mis à jour samedi 14 octobre 2023" gives.

    Only whole dates in short lines near the top count: those that open with a
    word of publication, and those that hold nothing else.

    Args:
        text: The article's text.
        blocks: Its paragraphs.
        language: Its language.
    """
    tables = event_tables(language)
    words = tuple(layout_table(tables.language)["dateline"])
    for block in blocks[:_FIRST_LINES]:
        line = text[block.start : block.end]
        if len(line) > _DATELINE:
            continue
        for found in find_dates(line, tables, published=None):
            whole = found.means in _EXACT and found.date is not None and found.date.start is not None
            if whole and (line.lower().startswith(words) or found.end - found.start > len(line) * 0.6):
                return found.date.start if found.date else None
    return None
