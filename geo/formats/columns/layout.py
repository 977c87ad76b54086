"""Where a table's headers stand, and what each column means."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest
from pathlib import PurePath

from msgspec import Struct

from geo.formats.columns.dates import Order, date_order, parse_date
from geo.formats.columns.headers import Header, header_languages, header_parts, plain_words
from geo.formats.columns.mapping import Mapping
from geo.formats.columns.numbers import decimal_mark
from geo.formats.columns.profiles import named_kind
from geo.formats.columns.published import as_long, as_ours
from geo.formats.columns.scoring import Use, assign
from geo.formats.sheets.sheet import Row, Sheet, best_row, is_no_record, meanings_of, read_heads
from geo.records import DatePrecision
from geo.records.errors import FormatError

_LEAST_KNOWN, _SAMPLE = 2, 1000
_NUMBER = re.compile(r"\d[\d.,]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATES = ("date", "date.day", "date.start", "date.end", "date.text", "date.year")
_ITSELF, _WITHIN = ("place.name", "place.lat", "place.coordinates"), ("place.country", "place.admin1")
"""What a place is told by, and what only says where it lies: no place of its own beside others."""
_GROUPS = ("place", "leg", "quantity", "distance", "mark", "source", "related", "via")


class Column(Struct, frozen=True, kw_only=True):
    """A column in use: its place from 0, its header as it stands, and the field that it stands for."""

    at: int
    text: str
    header: Header


class Layout(Struct, frozen=True, kw_only=True):
    """A table with its headers understood."""

    sheet: Sheet
    header_row: int
    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    uses: tuple[Use, ...]
    """What every column stands for, and why; attributes too."""
    first: int
    """Index of the first row of data."""
    own: bool
    """Whether we wrote it: then nothing is inferred."""
    decimal: str
    date_order: Order | None
    """None where dates such as 03/04/2024 can't be told apart."""
    contradicting: tuple[int, ...] = ()
    """Lines of a date that has the day first and of one that has the month first."""
    mapping: Mapping = Mapping()
    year: str | None = None
    """The one year that stands above the headers or in the sheet's name, for dates without one."""
    month: str | None = None
    """The one month, as 2024-03."""
    named_kind: str | None = None
    """The header that names a kind of event, where they name one ("Date of seizure"), for rows that don't."""

    @property
    def attributes(self) -> tuple[Use, ...]:
        """Columns without a field."""
        return tuple(use for use in self.uses if use.header is None)

    def data(self) -> Iterator[Row]:
        """Yield the rows below the headers, but for tags, repeated headers and totals."""
        heads = {self.header_row}
        for line, cells in self.sheet.rows[self.first :]:
            if line not in heads and not is_no_record(cells, self.headers):
                yield line, cells


def find_layouts(sheets: list[Sheet], mapping: Mapping | None, *, name: str) -> tuple[list[Layout], list[str]]:
    """Return the layouts of the sheets that hold events, and the names of those that hold none.

    A published layout is known by its headers. Where some sheets have dates, those without are lists of something else.
    """
    wanted = [sheet for sheet in sheets if mapping is None or mapping.table.sheet in (None, sheet.name)]
    if not wanted and mapping:
        raise FormatError(f"{name}: no sheet {mapping.table.sheet!r}; it has {', '.join(each.name for each in sheets)}")
    found = [layout for sheet in wanted if (layout := _sheet_layout(sheet, mapping)) is not None]
    if not found:
        raise FormatError(
            f"{name}: no row of headers found; expected columns such as date, place, latitude, longitude, kind and "
            "source, or a mapping file that names them ('armsatlas check --start-mapping FILE' writes one)"
        )
    dated = [layout for layout in found if layout.own or any(column.header.key in _DATES for column in layout.columns)]
    taken = dated or [max(found, key=lambda layout: len(layout.columns))]
    read = {id(layout.sheet) for layout in taken} | {layout.sheet.name for layout in taken}
    return taken, [sheet.name for sheet in wanted if sheet.name not in read and sheet.rows]


def _sheet_layout(sheet: Sheet, mapping: Mapping | None) -> Layout | None:
    if mapping is None and (published := as_ours(sheet)):
        return _layout(published[0], 0, published[1])
    sheet = as_long(sheet) or sheet
    said = mapping or Mapping()
    count, at = best_row(sheet, said)
    least = 1 if said.columns or said.table.header_row else _LEAST_KNOWN
    if count >= least:
        return _layout(sheet, at, said)
    if count and sheet.rows and not any(_NUMBER.fullmatch(str(cell)) for cell in sheet.rows[at][1]):
        layout = _layout(sheet, at, said)  # one header is known: the others may be told by what they hold
        return layout if len(layout.columns) >= _LEAST_KNOWN else None
    return None


def _layout(sheet: Sheet, at: int, mapping: Mapping) -> Layout:
    texts, first = read_heads(sheet, at, mapping)
    meanings = meanings_of(texts, mapping)
    if sheet.rows[first:] and is_no_record(sheet.rows[first][1], texts):
        tags = meanings_of([str(cell or "") for cell in sheet.rows[first][1]], Mapping())
        meanings = [meant or tag for meant, tag in zip_longest(meanings, tags[: len(texts)])]
        first += 1
    body = sheet.rows[first:]
    own = any(header and header.key == "record" for header in meanings)
    above = [str(cell) for _, row in sheet.rows[:at] for cell in row if cell is not None]
    above += [] if PurePath(sheet.name).suffix else [sheet.name]
    days = [text for text in texts if not header_parts("date").isdisjoint(plain_words(text))]
    named = named_kind(days) or named_kind(texts), named_kind(above)
    columns, uses = _columns(_uses(texts, meanings, body, mapping, own=own, named=named))
    languages = header_languages(texts)
    language = max(("en", *languages), key=languages.__getitem__)
    dated = _cells(columns, body, ("date", "date.start", "date.end"))
    said = None if mapping.table.date_order == "ymd" else mapping.table.date_order
    sure = said or (None if language == "en" else "dmy")
    order, lines = date_order([cell for cells in dated for cell in cells], sure=sure, said=said)
    degrees = [[text for _, text in cells] for cells in _cells(columns, body[:_SAMPLE], ("lat", "lon"))]
    dates = [date for text in above if (date := parse_date(text)) and date.start]
    months = {str(date.start)[:7] for date in dates if date.precision is DatePrecision.MONTH}
    years = set(_YEAR.findall(f"{' '.join(above)} {sheet.name}"))
    return Layout(
        sheet=sheet,
        header_row=sheet.rows[at][0],
        columns=columns,
        headers=tuple(texts),
        uses=uses,
        first=first,
        own=own,
        decimal=mapping.table.decimal or decimal_mark(language, degrees),
        date_order=order,
        contradicting=lines,
        mapping=mapping,
        year=years.pop() if len(years) == 1 else None,
        month=months.pop() if len(months) == 1 else None,
        named_kind=named[0] or named[1],
    )


def _cells(columns: Iterable[Column], body: list[Row], keys: tuple[str, ...]) -> list[list[tuple[int, str]]]:
    """Return line and text of the filled cells of each column of some fields, by their key or its last name."""
    named = [each.at for each in columns if each.header.key in keys or each.header.key.rpartition(".")[2] in keys]
    return [[(line, str(row[at])) for line, row in body if at < len(row) and row[at] not in (None, "")] for at in named]


def _uses(
    texts: list[str],
    meanings: list[Header | None],
    body: list[Row],
    mapping: Mapping,
    *,
    own: bool,
    named: tuple[str | None, str | None],
) -> tuple[Use, ...]:
    """Return what every column stands for: as a person or a published layout says, else by what it holds."""
    if own:
        return tuple(
            Use(at=at, text=text, header=header, why="ours")
            for at, (text, header) in enumerate(zip(texts, meanings, strict=True))
            if text
        )
    said = {text for text in texts if text in mapping.columns}
    left = ["" if text in said else text for text in texts]
    cells = [[row[at] for _, row in body if at < len(row)] if text else [] for at, text in enumerate(left)]
    by_hand = [
        Use(at=at, text=text, header=meanings[at], why="as the mapping says")
        for at, text in enumerate(texts)
        if text in said and mapping.columns[text] != ""
    ]
    told = assign(left, meanings, cells, named)
    return tuple(sorted([*by_hand, *told, *_unnamed(texts, body)], key=lambda use: use.at))


def _unnamed(texts: list[str], body: list[Row]) -> list[Use]:
    """Return the columns without a header that hold something."""
    width = max((len(row) for _, row in body), default=0)
    bare = [at for at in range(width) if at >= len(texts) or not texts[at]]
    filled = [at for at in bare if any(row[at] not in (None, "") for _, row in body if at < len(row))]
    return [Use(at=at, text=f"column {at + 1}", header=None, why="no header") for at in filled]


def _columns(uses: tuple[Use, ...]) -> tuple[tuple[Column, ...], tuple[Use, ...]]:
    """Return the columns in use, and all uses: a second column of one meaning, or a country alone, is an attribute."""
    columns: list[Column] = []
    taken: dict[tuple[str, tuple[int, ...]], str] = {}
    kept: list[Use] = []
    keys = [use.header.key for use in uses if use.header]
    places = max(1, *map(keys.count, _ITSELF))
    for use in uses:
        header = _free(use.header, taken) if use.header else None
        first = next((text for (key, _), text in taken.items() if use.header and key == use.header.key), None)
        if first and (header is None or (header.key in _WITHIN and header.numbers[0] > places)):
            kept.append(Use(at=use.at, text=use.text, header=None, why=f"{first!r} stands for the same"))
            continue
        kept.append(use)
        if header is not None:
            taken[header.key, header.numbers] = use.text
            columns.append(Column(at=use.at, text=use.text, header=header))
    return tuple(columns), tuple(kept)


def _free(header: Header, taken: Collection[tuple[str, tuple[int, ...]]]) -> Header | None:
    """Return a header with its number, the next one free where people left it out; None for a column twice."""
    if header.key.partition(".")[0] not in _GROUPS or header.key == "leg.mode":
        return None if (header.key, header.numbers) in taken else header
    numbers = header.numbers or (1,)
    while (header.key, numbers) in taken:
        numbers = (numbers[0] + 1, *numbers[1:])
    return Header(header.key, numbers)
