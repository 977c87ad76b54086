"""Inputs that once ended in a traceback, hung or cost minutes: every command ends in a line, in bounded time."""

import json
import resource
import sqlite3
import struct
import zipfile
from contextlib import closing

import numpy as np
import pyogrio
import pytest

from gazetteer.index.sources.geonames_dump import GeonamesDumpSource
from geo.cli.app import run
from geo.formats import write_events
from geo.records import Article, Event, EventFile, EventPlace, Quantity, Report
from geo.records.file import dump_event_file

TEXT = "In Kharkiv, a missile struck a depot on 1 March 2024, the mayor said."
DEEP = 3000
KML = '<?xml version="1.0" encoding="{}"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>'
TYPED = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><ExtendedData>'
    '<Data name="event_id"><value>e</value></Data><Data name="killed"><value>many</value></Data>'
    "</ExtendedData><Point><coordinates>1,2</coordinates></Point></Placemark></Document></kml>"
)
MOST_CPU_S = 20
COMMANDS = ("check", "read", "map", "export csv", "export gpkg", "export parquet")


def events(**changes) -> EventFile:
    place = EventPlace(role="site", name="Sumy", lat=50.9, lon=34.8, country="UA", precision="settlement")
    event = {"id": "a", "kind": "strike", "title": "T", "places": (place,)} | changes
    return EventFile(events=(Event(reports=(Report(article="x", quote="Struck."),), **event),))


def event_json(**changes) -> bytes:
    file = json.loads(dump_event_file(events()))
    file["articles"] = [{"id": "x"}]
    file["events"][0] |= changes
    return json.dumps(file).encode()


def feature_collection(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def geometry(kind, coordinates):
    return {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": kind, "coordinates": coordinates}}


BYTES = {
    "address.md": f"---\ntitle: T\nurl: http://[::1\npublished: 2024-03-01\n---\n{TEXT}".encode(),
    "address.html": f'<!doctype html><html><link rel="canonical" href="http://[::1"><p>{TEXT * 3}'.encode(),
    "one_byte.jsonl": b'{"id":"a","text":"x \xff"}\n',
    "nested.jsonl": b'{"id":"a","text":' + b"[" * DEEP,
    "nested_beside.jsonl": json.dumps({"id": "a", "text": TEXT}).encode()[:-1]
    + b',"x":'
    + b"[" * DEEP
    + b"]" * DEEP
    + b"}",
    "front.md": b"+++\nx = " + b"[" * DEEP + b"]" * DEEP + b"\n+++\n" + TEXT.encode(),
    "attributes.html": ("<html><body><p " + " ".join(f"a{n}=x" for n in range(32_000)) + f">{TEXT}</p>").encode(),
    "scripts.html": b"<html><body><p>enough text is here</p>" + b"<script>" * 64_000,
    "svgs.html": b"<html><body><p>enough text is here</p>" + b"<svg " * 16_000,
    "spaces.txt": f"In Kharkiv{' ' * 80_000}a missile struck.".encode(),
    "coordinates.csv": b'title,place_coordinates,date\nA,"' + b"N" * 80_000 + b'",2024-01-01\n',
    "latitude.csv": b'title,lat,lon,date\nA,"1' + b" " * 16_000 + b'x",36,2024-01-01\n',
    "dates.csv": b"title,date,lat,lon\n" + b'A,"' + b"1 " * 8_000 + b'March",50,36\n',
    "list.json": b'[{"type":"Feature","geometry":null,"properties":{}}]',
    "sources.json": b'[{"description":"x","date":"1/1/2024","sources":91}]',
    "sources_odd.json": b'[{"id":"x","description":"\xe2\x80\xae","latitude":"a;b","longitude":"12-31","sources":9}]',
    "far.geojson": feature_collection(
        geometry("LineString", [[1, 1e308], [2, 1e308]]), geometry("MultiPoint", [[1, 1e308]])
    ),
    "no_properties.geojson": feature_collection(
        {"type": "Feature", "properties": "\ufeff", "geometry": {"type": "a;b"}}
    ),
    "typed.kml": TYPED.encode(),
    "utf9.kml": KML.format("UTF-9").encode(),
    "gb2312.kml": KML.format("gb2312").encode(),
    "utf7.kml": KML.format("UTF-7").encode() + b"\xff\xff",
    "title_blank.json": event_json(title=" "),
    "title_control.json": event_json(title="\u0001\u202e"),
    "huge.json": event_json(quantities=[{"value": 1e300, "unit": "container"}]),
    "offset.json": event_json(reports=[{"article": "x", "start": 0, "end": 10**30, "quote": "Struck."}]),
    "beyond.json": event_json(places=[{"role": "site", "name": "x", "lat": 50, "lon": 36, "radius_km": 1e30}]),
    "deep.json": b'{"format":"armsatlas-events","x":' + b"[" * DEEP,
    "dump.txt": b"9" * 20 + b"\tn\tn\ta\t50\t36\tP\tPPL\tUA\t\t07\t\t\t\t" + b"9" * 23 + b"\t\t1\tx\t2020-01-01\n",
    "bytes.txt": "UA|Ха\u0011\0\0\0ко".encode(),
}


def zipped(path, entries):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def ods_with_a_word_for_a_number(folder):
    cell = '<table:table-cell office:value-type="float" office:value="abc"/>'
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet><table:table><table:table-row>{cell * 3}"
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    zipped(folder / "value.ods", {"mimetype": kind, "content.xml": content})
    return folder / "value.ods"


def xlsx_in_an_encoding_that_is_none(folder):
    write_events(events(), folder / "encoding.xlsx")
    with zipfile.ZipFile(folder / "encoding.xlsx") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    for name, content in entries.items():
        if name.endswith(".xml"):
            entries[name] = content.replace(b"UTF-8", b"UTF-9", 1)
    zipped(folder / "encoding.xlsx", entries)
    return folder / "encoding.xlsx"


def geopackage(folder, *statements):
    path = folder / "made.gpkg"
    write_events(events(), path)
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)
    return path


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS fid, p2.* FROM n, p2"


def geopackage_with_an_endless_view(folder):
    return geopackage(folder, "ALTER TABLE places RENAME TO p2", f"CREATE VIEW places AS {ENDLESS}")


def geopackage_of_others_with_an_endless_view(folder):
    return geopackage(
        folder,
        "ALTER TABLE places RENAME TO p2",
        f"CREATE VIEW others AS {ENDLESS}",
        "UPDATE gpkg_contents SET table_name = 'others', identifier = 'others' WHERE table_name = 'places'",
        "UPDATE gpkg_geometry_columns SET table_name = 'others' WHERE table_name = 'places'",
        "DROP TABLE IF EXISTS events",
    )


def geopackage_with_a_text_that_is_none(folder):
    return geopackage(folder, "UPDATE places SET name = CAST(x'ff' AS TEXT)")


def sidecar_nested_deep(folder):
    inside = folder / "side"
    inside.mkdir()
    (inside / "a.txt").write_text(TEXT)
    (inside / "articles.toml").write_bytes(b"x = " + b"[" * DEEP + b"]" * DEEP)
    return inside


def own_table_with_a_day_that_is_none(folder):
    article = Article(id="x", published="2024-03-02")
    write_events(EventFile(articles=(article,), events=events().events), folder / "own.csv")
    content = (folder / "own.csv").read_bytes()
    assert b"2024-03-02" in content
    (folder / "own.csv").write_bytes(content.replace(b"2024-03-02", b"2024-03-99"))
    return folder / "own.csv"


def flatgeobuf_with_an_open_ring(folder):
    ring = [(30.0, 50.0), (31.0, 50.0), (31.0, 51.0), (30.5, 50.5)]
    wkb = struct.pack("<BIII8d", 1, 3, 1, len(ring), *(each for point in ring for each in point))
    names = np.array(["A"], dtype=object)
    pyogrio.raw.write(folder / "ring.fgb", np.array([wkb]), [names], ["name"], geometry_type="Polygon", crs="EPSG:4326")
    return folder / "ring.fgb"


MADE = (
    own_table_with_a_day_that_is_none,
    flatgeobuf_with_an_open_ring,
    ods_with_a_word_for_a_number,
    xlsx_in_an_encoding_that_is_none,
    geopackage_with_an_endless_view,
    geopackage_of_others_with_an_endless_view,
    geopackage_with_a_text_that_is_none,
    sidecar_nested_deep,
)


def maker(name):
    def make(folder):
        (folder / name).write_bytes(BYTES[name])
        return folder / name

    return make


def arguments(command, given, folder):
    name, _, ending = command.partition(" ")
    output = {"check": None, "read": "e.json", "map": "m.html"}.get(name, f"o.{ending}")
    return [name, str(given), *(["-o", str(folder / output)] if output else [])]


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize("make", [*map(maker, BYTES), *MADE], ids=[*BYTES, *(made.__name__ for made in MADE)])
def test_every_command_ends_in_lines_and_in_time(make, tmp_path, capsys, injected):
    given = make(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    for command in COMMANDS:
        begun = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        status = run(arguments(command, given, out))
        took = resource.getrusage(resource.RUSAGE_SELF).ru_utime - begun
        said = capsys.readouterr().err
        assert status in (0, 1, 2), said
        assert "Traceback" not in said
        assert "our fault" not in said
        assert took < MOST_CPU_S, command
        assert not list(out.glob(".*"))
        injected("a hostile input given to a command")


def ends_in_lines(capsys, injected, *words):
    status = run(list(map(str, words)))
    said = capsys.readouterr().err
    assert status in (0, 1, 2), said
    assert "our fault" not in said
    injected("a hostile input given to a command")
    return status, said


@pytest.mark.usefixtures("gazetteer")
def test_settings_nested_deep_are_refused(tmp_path, capsys, injected):
    (tmp_path / "deep.toml").write_bytes(b"x = " + b"[" * DEEP + b"]" * DEEP)
    (tmp_path / "t.csv").write_text("title,date,lat,lon\nA,2024-03-01,50,36\n")
    for option in ("--mapping", "--style"):
        words = ("map", tmp_path / "t.csv", option, tmp_path / "deep.toml", "-o", tmp_path / "m.html")
        assert ends_in_lines(capsys, injected, *words)[0] == 1
        assert not (tmp_path / "m.html").exists()


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize("command", ["locate", "route"])
def test_names_in_another_encoding_are_names_that_nobody_knows(command, capsys, injected):
    name = "Ха\udcbaр\udcffків"
    status, said = ends_in_lines(capsys, injected, command, name, *(["Kyiv"] if command == "route" else []))
    assert "udcba" in said
    assert status == (command == "route")


def test_a_population_beyond_every_census_leaves_its_row_out(tmp_path):
    names = "1\tAaa\tAaa\t\t50\t36\tP\tPPL\tUA\t\t07\t\t\t\t{}\t\t1\tx\t2020-01-01\n"
    (tmp_path / "dump.txt").write_text(names.format("9" * 23) + names.format("12"))
    source = GeonamesDumpSource(tmp_path / "dump.txt")
    assert [row.population for row in source.rows()] == [12]
    assert [problem.line for problem in source.problems] == [1]


def flipped(content, chance):
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed) // 2, len(changed) + 1)])


@pytest.mark.parametrize("ending", ["fgb", "csv", "json", "geojson", "kml", "gpkg", "parquet", "timemap.zip", "xlsx"])
def test_damaged_files_of_ours_end_in_lines(ending, tmp_path, capsys, injected):
    import random

    chance = random.Random(ending)  # noqa: S311 - damage, no secret
    place = f"o.{ending}"
    write_events(events(quantities=(Quantity(value=3, unit="drone"),)), tmp_path / place)
    content = (tmp_path / place).read_bytes()
    for _ in range(15):
        (tmp_path / place).write_bytes(flipped(content, chance))
        status = run(["check", str(tmp_path / place)])
        said = capsys.readouterr().err
        assert status in (0, 1, 2), said
        assert "our fault" not in said
        injected("a damaged file of ours read")
