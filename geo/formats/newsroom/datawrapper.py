"""Datawrapper's symbol and locator maps, and BibTeX of the sources."""

import csv
import io
import re
import unicodedata
from pathlib import Path

import msgspec

from geo.formats.layout.cells import cell_text
from geo.formats.layout.columns import KIND_COLOURS, OTHER_COLOUR
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.shapes import Dot
from geo.formats.options import ExportOptions
from geo.records import Article, EventFile
from geo.records.file import write_output

_SYMBOL_COLUMNS = ("lat", "lon", "title", "kind", "status", "date", "colour", "place", "quantities", "sources")


def write_datawrapper(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write the table of a Datawrapper symbol map: points alone, since it knows no areas or lines."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(_SYMBOL_COLUMNS)
    for feature, dot in _points(events, options):
        values, kind = feature.values, str(feature.values["kind"])
        what = (values["title"] or kind, kind, values["status"], values["date_start"], _hex(kind))
        where = (values["label"] or values["name"], values["quantities"], values["sources"])
        lines.writerow([cell_text(cell) for cell in (dot.y, dot.x, *what, *where)])
    write_output(path, text.getvalue().encode())


def _points(events: EventFile, options: ExportOptions) -> list[tuple[Feature, Dot]]:
    return [(each, each.geometry) for each in iter_features(events, options) if isinstance(each.geometry, Dot)]


def _hex(kind: str) -> str:
    red, green, blue, _ = (int(part) for part in KIND_COLOURS.get(kind, OTHER_COLOUR).split(","))
    return f"#{red:02x}{green:02x}{blue:02x}"


def write_locator(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write the markers of a Datawrapper locator map as its JSON import takes them."""
    markers = [
        {
            "type": "point",
            "title": str(feature.values["label"] or feature.values["name"]),
            "coordinates": [dot.x, dot.y],
            "markerColor": _hex(str(feature.values["kind"])),
            "visible": True,
            "tooltip": {"enabled": True, "text": str(feature.values["title"] or feature.values["kind"])},
        }
        for feature, dot in _points(events, options)
    ]
    write_output(path, msgspec.json.format(msgspec.json.encode({"markers": markers}), indent=1) + b"\n")


_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {char: f"\\{char}" for char in "&%$#_"}


def write_bibtex(events: EventFile, path: Path | str, options: ExportOptions) -> None:  # noqa: ARG001 - a writer's signature
    """Write the articles as BibTeX, an @online entry each."""
    taken: set[str] = set()
    write_output(path, "\n".join(_bibtex(article, taken) for article in events.articles).encode())


def _bibtex(article: Article, taken: set[str]) -> str:
    fields = {
        "title": _tex(article.title),
        "organization": _tex(article.publisher),
        "date": article.published,
        "url": _url(article.url),
        "urldate": article.accessed,
        "langid": _tex(article.language),
        "note": f"Archived at \\url{{{_url(article.archived_url)}}}" if article.archived_url else None,
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{_key(article, taken)},\n{body}}}\n"


def _key(article: Article, taken: set[str]) -> str:
    base = unicodedata.normalize("NFKD", article.id).encode("ascii", "ignore").decode()
    base = re.sub(r"[^A-Za-z0-9:_-]+", "-", base).strip("-") or "source"
    key, count = base, 1
    while key in taken:
        count += 1
        key = f"{base}-{count}"
    taken.add(key)
    return key


def _tex(text: str | None) -> str | None:
    """Escape a text: nothing in it is a command."""
    return "".join(_TEX.get(char, char) for char in " ".join(text.split())) if text else None


def _url(url: str | None) -> str | None:
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", url) if url else None
