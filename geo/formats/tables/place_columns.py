"""The column that names places, where no header says so: told by how many of its names the gazetteer knows."""

from msgspec import structs

from gazetteer.records import Status
from geo.formats.columns.countries import country_code
from geo.formats.columns.headers import Header
from geo.formats.columns.layout import Column, Layout
from geo.formats.columns.scoring import Use
from geo.formats.layout.cells import plain_text
from geo.formats.tables.placing import Placer

_GROUPS = ("place", "origin", "via", "destination")
_SAMPLE = 20
_LONGEST_NAME = 60
_MOST_OF = 0.7


def with_named_places(layout: Layout, placer: Placer) -> Layout:
    """Return a layout whose places, if no column is known to say them, stand in the column of names that are known."""
    if layout.own or any(column.header.key.partition(".")[0] in _GROUPS for column in layout.columns):
        return layout
    unsaid = [use for use in layout.attributes if use.text not in layout.mapping.columns]
    share, at = max(((_known(layout, use, placer), -use.at) for use in unsaid), default=(0.0, 0))
    if share < _MOST_OF:
        return layout
    header = Header("place.name", (1,))
    why = f"{round(100 * share)}% of its names are in the gazetteer"
    uses = tuple(structs.replace(use, header=header, why=why) if use.at == -at else use for use in layout.uses)
    text = next(use.text for use in uses if use.at == -at)
    return structs.replace(layout, uses=uses, columns=(*layout.columns, Column(at=-at, text=text, header=header)))


def _known(layout: Layout, use: Use, placer: Placer) -> float:
    """Return the share of a column's names, a sample of them, that the gazetteer knows; 0 for one that repeats."""
    rows = [row for _, row in layout.data() if use.at < len(row)]
    names = list(dict.fromkeys(text for row in rows if (text := plain_text(row[use.at]).strip())))[:_SAMPLE]
    if not names or max(map(len, names)) > _LONGEST_NAME or any(not name[0].isalpha() for name in names):
        return 0.0
    if sum(country_code(name) is not None for name in names) * 2 > len(names):
        return 0.0
    return sum(placer.place(name).status is not Status.UNRESOLVED for name in names) / len(names)
