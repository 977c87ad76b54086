"""The mapping file: what the columns of an odd table mean, said once in TOML."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

from geo.formats.columns.headers import Header, header_text, known_keys, read_header
from geo.formats.layout.cells import Cell
from geo.records.errors import FormatError

_SHOWN = 40
DateOrder = Literal["dmy", "mdy", "ymd"]
ATTRIBUTES = "attributes"  # a column that stands for no field: it is kept under its own header


class TableSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the table is laid out."""

    sheet: str | None = None
    header_row: Annotated[int, Meta(ge=1)] | None = None  # Line of the headers, as the spreadsheet counts
    delimiter: Annotated[str, Meta(min_length=1, max_length=1)] | None = None
    encoding: str | None = None
    decimal: Literal[",", "."] | None = None
    date_order: DateOrder | None = None
    swap_coordinates: bool = False  # Latitude and longitude stand in each other's column


class Mapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings, the meaning of headers, values for empty cells, and the meaning of words in cells."""

    table: TableSettings = field(default_factory=TableSettings)
    columns: dict[str, str] = field(default_factory=dict)
    """Header as it stands, to a column's name; empty for a column to leave out."""
    defaults: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    """Per closed choice (`kind`, `mode`, `status`, `precision`), word in the table to value."""


def read_mapping(path: Path | str) -> Mapping:
    """Read a mapping file."""
    try:
        raw = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        mapping = msgspec.convert(raw, Mapping)
    except OSError as error:
        raise FormatError(f"{path}: can't be read ({error.strerror}); give a mapping file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, msgspec.ValidationError) as error:
        raise FormatError(f"{path}: {error}; see the mapping file in docs/formats.md") from error
    for name in (*mapping.columns.values(), *mapping.defaults):
        if name and name != ATTRIBUTES and column_header(name) is None:
            raise FormatError(f"{path}: {name!r} is no column; expected a name such as place_name, date or source_url")
    return mapping


def column_header(name: str) -> Header | None:
    """Return the column that a mapping file names, as `place.lat`, `place_lat` or `source2_url`."""
    if name in known_keys():
        return Header(name)
    return read_header(name)


def draft_mapping(headers: tuple[str, ...], *, sheet: str | None, header_row: int, sample: Sequence[Cell] = ()) -> str:
    """Return a mapping file to start from: what was recognised, and empty entries for the rest."""
    lines = ["[table]", *([f"sheet = {_quoted(sheet)}"] if sheet else []), f"header_row = {header_row}"]
    lines += ['# date_order = "dmy"  # or "mdy", "ymd"', '# decimal = ","', "", "[columns]"]
    for text in dict.fromkeys(header for header in headers if header.strip()):
        found = read_header(text)
        at = headers.index(text)
        shown = "" if at >= len(sample) or sample[at] in (None, "") else f": {_quoted(str(sample[at])[:_SHOWN])}"
        note = "" if found else f"  # not recognised, left out{shown}"
        lines.append(f"{_quoted(text)} = {_quoted(header_text(found) if found else '')}{note}")
    lines += ["", "[defaults]", '# kind = "strike"', "", "[values.kind]", '# "Tir" = "strike"', ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are a part of TOML's, but for DEL."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")
