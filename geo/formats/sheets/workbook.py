"""Workbooks of Excel (.xlsx, .xls, .xlsb) and OpenDocument (.ods), read by calamine; formulas by their last value."""

import subprocess
import sys
from pathlib import Path

import msgspec

from geo.formats.layout.cells import Cell
from geo.formats.sheets import workbook_child
from geo.formats.sheets.archives import Archive, open_archive
from geo.formats.sheets.sheet import Sheet, bounded
from geo.records.errors import FormatError

_HEAD_BYTES = 4096
_DTD = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def read_workbook(path: Path) -> list[Sheet]:
    """Read all sheets of a workbook, hidden ones too."""
    with path.open("rb") as content:
        zipped = content.read(2) == b"PK"
    if zipped:
        with open_archive(path) as archive:
            _refuse_document_types(archive)
    command = [sys.executable, "-I", workbook_child.__file__, str(path.resolve())]
    run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode:
        said = run.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1][:200] if run.returncode == 1 and said else "it needs too much memory or time"
        raise FormatError(f"{path}: no workbook that can be read ({reason}); refused, save it again")
    read = msgspec.msgpack.decode(run.stdout, type=list[tuple[str, list[tuple[int, list[Cell]]]]])
    if not read:
        raise FormatError(f"{path}: holds no sheet; save it again")
    return [Sheet(name=name, rows=list(bounded(rows, f"{path}, {name}"))) for name, rows in read]


def _refuse_document_types(archive: Archive) -> None:
    for name in archive.names():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as content:
                head = content.read(_HEAD_BYTES)
            if any(start in head for start in _DTD):
                raise FormatError(
                    f"{archive.name}, {name}: declares a document type or entities; refused, save it again without"
                )
