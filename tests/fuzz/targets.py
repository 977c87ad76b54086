"""What is fuzzed: each parser of untrusted bytes, which may refuse them with an error of ours and nothing else."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from gazetteer.errors import GazetteerError
from geo.articles.particulars import Particulars
from geo.articles.reading import article_readers
from geo.formats.reading import read_table_or_events
from geo.records.errors import GeoError
from geo.records.file import load_event_file


def _in_file(ending: str, read: Callable[[Path], object]) -> Callable[[bytes], None]:
    def target(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"x{ending}"
            path.write_bytes(content)
            try:
                read(path)
            except (GeoError, GazetteerError):
                return

    return target


def _articles(path: Path) -> None:
    for reader in article_readers(path, Particulars()):
        list(reader())


def _added(path: Path) -> None:
    from gazetteer.index.sources.files import source_for_file

    source = source_for_file(path)
    for _ in source.rows():
        pass


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": _in_file(".txt", _articles),
    "markdown": _in_file(".md", _articles),
    "html": _in_file(".html", _articles),
    "jsonl": _in_file(".jsonl", _articles),
    "jsonl_gz": _in_file(".jsonl.gz", _articles),
    "events": _in_file(".json", load_event_file),
    "csv": _in_file(".csv", read_table_or_events),
    "json": _in_file(".json", read_table_or_events),
    "geojson": _in_file(".geojson", read_table_or_events),
    "kml": _in_file(".kml", read_table_or_events),
    "gpx": _in_file(".gpx", read_table_or_events),
    "gpkg": _in_file(".gpkg", read_table_or_events),
    "ods": _in_file(".ods", read_table_or_events),
    "fgb": _in_file(".fgb", read_table_or_events),
    "places": _in_file(".csv", _added),
}
SEEDS: dict[str, tuple[bytes, ...]] = {
    "text": (b"In Kharkiv, a missile struck a depot on 1 March 2024.", "У Харкові 1 березня".encode()),
    "markdown": (b"---\ntitle: T\nurl: http://a.org\n---\nText.", b"+++\ntitle = 'T'\n+++\nText."),
    "html": (b"<html lang=en><title>T</title><body><article><p>A missile struck a depot.</p></article>",),
    "jsonl": (b'{"id":"a","text":"A missile struck.","published":"2024-03-01"}\n',),
    "events": (b'{"format":"armsatlas-events","version":1,"articles":[],"toponyms":[],"events":[]}',),
    "csv": (
        b"title,date,lat,lon,killed\nA,2024-03-01,50.1,36.2,3\n",
        b"name;Datum;Breite;Lange\nB;01.03.2024;50,1;36\n",
    ),
    "json": (b'[{"description":"x","date":"1/1/2024","latitude":"50","longitude":"36","sources":["a"]}]',),
    "geojson": (b'{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Point","coordinates":[36,50]}}',),
    "kml": (
        b'<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Point><coordinates>36,50</coordinates></Point></Placemark></kml>',
    ),
    "gpx": (b'<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="50" lon="36"><name>x</name></wpt></gpx>',),
    "places": (b"name,lat,lon,country\nSumy,50.9,34.8,UA\n",),
}
