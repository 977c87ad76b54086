"""Beside reading: a layer that lies under a map, a mapping file to start from, rows that were kept aside."""

import csv
import io
from pathlib import Path

from msgspec import structs

from geo.formats.columns.layout import find_layouts
from geo.formats.columns.mapping import Mapping, draft_mapping
from geo.formats.layout.cells import cell_text
from geo.formats.problems import Reading
from geo.formats.reading import SHEETS, read_table_or_events, tell_content
from geo.formats.sheets.sheet import Sheet
from geo.records import EventFile
from geo.records.errors import FormatError
from geo.records.file import write_output

_HEAD_ROWS = 30
_CONTEXT = "context"  # Kind of what lies under a map, and the attribute with its layer's name


def read_layer(path: Path | str) -> EventFile:
    """Read a file of areas or lines as what lies under a map: an entry a feature, of the kind `context`."""
    told = Mapping(columns={"place_coordinates": "place_coordinates"})
    read = read_table_or_events(path, mapping=told).events
    name = Path(path).stem
    kept = tuple(
        structs.replace(
            event,
            id=f"{_CONTEXT}:{name}:{number}",
            kind=_CONTEXT,
            legs=(),
            reviewed=True,
            attributes={**event.attributes, _CONTEXT: event.attributes.get("layer", name)},
        )
        for number, event in enumerate(read.events, start=1)
        if any(place.extent for place in event.places)
    )
    if not kept:
        raise FormatError(f"{path}: holds neither areas nor lines; points are given as an input, not as a layer")
    return structs.replace(read, events=kept)


def start_mapping(path: Path | str) -> str:
    """Return a mapping file to start from, for a table whose columns were not all recognised."""
    source = Path(path)
    content = tell_content(source)
    if content not in SHEETS:
        raise FormatError(f"{path}: is not a table; a mapping file is for CSV and workbooks")
    sheets = SHEETS[content](source, Mapping())
    try:
        layout = find_layouts(sheets, Mapping(), name=str(path))[0][0]
    except FormatError:
        sheet, line, headers = _guess_headers(sheets, name=str(path))
    else:
        sheet, line, headers = layout.sheet, layout.header_row, layout.headers
    below = next((row for at, row in sheet.rows if at > line and any(cell not in (None, "") for cell in row)), [])
    return draft_mapping(headers, sheet=sheet.name if len(sheets) > 1 else None, header_row=line, sample=below)


def write_rejects(reading: Reading, path: Path | str) -> None:
    """Write the rows that were kept aside, with line and reason, as CSV to correct and read again."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(["rejected line", "reason", *reading.headers])
    lines.writerows(
        [str(reject.line), cell_text(reject.reason), *map(cell_text, reject.cells)] for reject in reading.rejects
    )
    write_output(path, ("\ufeff" + text.getvalue()).encode())


def _guess_headers(sheets: list[Sheet], *, name: str) -> tuple[Sheet, int, tuple[str, ...]]:
    """Return sheet, line and texts of what looks most like headers, where none is known: the widest row of words."""
    rows = [
        (len({text for text in texts if text and not any(char.isdigit() for char in text)}), sheet, line, texts)
        for sheet in sheets
        for line, row in sheet.rows[:_HEAD_ROWS]
        for texts in [tuple(str(cell).strip() if cell is not None else "" for cell in row)]
    ]
    words, sheet, line, texts = max(rows, key=lambda each: each[0], default=(0, None, 0, ()))
    if sheet is None or words < 2:  # noqa: PLR2004 - one word is a title
        raise FormatError(f"{name}: no row holds two words that could be headers; add a row of headers to the table")
    return sheet, line, texts
