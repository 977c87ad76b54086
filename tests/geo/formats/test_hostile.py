"""Hostile files are refused in one line, and no memory is filled by what they claim."""

import re
import resource
import subprocess
import sys
import zipfile

import pytest

from geo.formats.reading import read_table_or_events
from geo.records.errors import FormatError

_KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
_BOMB = (
    '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>' + _KML.format("<Placemark><name>&c;</name></Placemark>")
)
_OUTSIDE = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _KML.format(
    "<Placemark><name>&x;</name></Placemark>"
)
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_BOOK = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def _archive(path, entries, *, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def _refused(path):
    with pytest.raises(FormatError) as caught:
        read_table_or_events(path)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 500
    return message


def _text(cell, spot):
    return f'<c r="{spot}" t="inlineStr"><is><t>{cell}</t></is></c>'


def _book(path, sheet, **more):
    return _archive(path, {**_BOOK, "xl/worksheets/sheet1.xml": _SHEET.format(sheet), **more})


@pytest.mark.parametrize("content", [_BOMB, _OUTSIDE])
def test_entities_in_kml(tmp_path, content):
    path = tmp_path / "bomb.kml"
    path.write_text(content)
    assert "entities" in _refused(path)
    assert "entities" in _refused(_archive(tmp_path / "bomb.kmz", {"doc.kml": content}))


def test_entities_in_a_workbook(tmp_path):
    path = _archive(
        tmp_path / "x.xlsx",
        {**_BOOK, "xl/worksheets/sheet1.xml": '<!DOCTYPE w [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'},
    )
    assert "entities" in _refused(path)


@pytest.mark.parametrize("name", ["big.xlsx", "big.kmz"])
def test_zip_bombs(tmp_path, name):
    entries = (
        {**_BOOK, "xl/sharedStrings.xml": b"\0" * 50_000_000} if name == "big.xlsx" else {"doc.kml": b" " * 50_000_000}
    )
    assert "zip bomb" in _refused(_archive(tmp_path / name, entries))


@pytest.mark.parametrize("name", ["../../outside.kml", "/etc/outside.kml", "C:\\outside.kml"])
def test_paths_that_leave_an_archive(tmp_path, name):
    assert "points outside" in _refused(_archive(tmp_path / "path.kmz", {name: _KML.format("")}))


def test_ten_thousand_columns(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(["date", "place", "kind"] + ["x"] * 9_997) + "\n")
    assert "10000 columns" in _refused(path)


def test_a_quote_that_never_closes(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text('date,place,kind\n2024-01-01,"' + "a,b\n" * 600_000)
    assert "a quote is not closed" in _refused(path)


def test_a_cell_in_the_last_column_and_a_claim_of_a_billion_rows(tmp_path):
    header = '<row r="1">' + _text("date", "A1") + _text("place", "B1") + _text("kind", "C1") + "</row>"
    far = '<sheetData>{}<row r="2"><c r="XFD2"><v>1</v></c></row></sheetData>'
    assert "16384 columns" in _refused(_book(tmp_path / "far.xlsx", far.format(header)))
    last = '<row r="999999999"><c r="C999999999"><v>45000</v></c></row>'
    claim = f'<dimension ref="A1:XFD1048576"/><sheetData>{header}{last}</sheetData>'
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    path = _book(tmp_path / "claim.xlsx", claim + merged)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FormatError):
        read_table_or_events(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.parametrize("count", ["1000000000", "9" * 400])
@pytest.mark.parametrize("what", ["rows", "columns"])
def test_a_sheet_that_repeats_a_cell_a_billion_times(tmp_path, what, count):
    path = tmp_path / "repeat.ods"
    rows, columns = (count, "1") if what == "rows" else ("1", count)
    repeated = f'office:value-type="string" table:number-columns-repeated="{columns}"'
    cell = f"<table:table-cell {repeated}><text:p>2024</text:p></table:table-cell>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="t"><table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
            "</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    # calamine stops at the last row that a sheet may have; what it then finds are no headers.
    assert re.search("refused|no row of headers found", _refused(path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("half.xlsx", b"PK\x03\x04 and no more"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100),
        ("noise.bin", bytes(range(256)) * 4),
        ("half.gpkg", b"SQLite format 3\x00" + b"\0" * 100),
        ("half.parquet", b"PAR1" + b"\0" * 20),
        ("half.fgb", b"fgb\x03fgb\x00" + b"\0" * 20),
        ("other.json", b'{"a": 1}'),
        ("deep.json", b"[" * 100_000),
        ("half.geojson", b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Po'),
        ("list.geojson", b'{"type": "FeatureCollection", "features": 7}'),
        (
            "shape.geojson",
            b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Blob"}, "properties": {}}]}',
        ),
        ("page.html", b"<html><body>date, place</body></html>"),
        ("half.kml", b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'),
        ("point.kml", _KML.format("<Placemark><Point><coordinates>a,b</coordinates></Point></Placemark>").encode()),
    ],
)
def test_damaged_and_foreign_files(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert _refused(path).startswith(str(path))


def test_a_missing_file(tmp_path):
    assert "can't be read" in _refused(tmp_path / "none.csv")


def test_a_killed_export_leaves_the_old_file(tmp_path):
    old = tmp_path / "out.gpkg"
    old.write_bytes(b"the old file")
    script = (
        "import os, signal, sys\n"
        "from geo.formats import write_events, ExportOptions\n"
        "from geo.records import Event, EventFile\n"
        "events = EventFile(events=tuple(Event(id=str(n), kind='strike') for n in range(5000)))\n"
        "kill = lambda done, of: os.kill(os.getpid(), signal.SIGKILL) if done > 4000 else None\n"
        "write_events(events, sys.argv[1], options=ExportOptions(progress=kill))\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(old)], check=False, timeout=120)
    assert run.returncode == -9
    assert old.read_bytes() == b"the old file"


def test_an_export_that_fails_leaves_nothing_beside_the_old_file(tmp_path, events):
    from geo.formats import write_events
    from geo.records.errors import OutputError

    with pytest.raises(OutputError, match="can't be written"):
        write_events(events, tmp_path / "missing" / "out.gpkg")
    with pytest.raises(OutputError, match="is a folder"):
        write_events(events, _folder(tmp_path))
    with pytest.raises(FormatError, match="10km"):
        write_events(events, tmp_path / "out.10km")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


def _folder(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    return tmp_path / "folder.csv"
