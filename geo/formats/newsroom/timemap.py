"""TimeMap (Bellingcat, Forensic Architecture): events, sources and associations as its validators want them."""

import re
import zipfile
from pathlib import Path
from typing import Any

import msgspec

from geo.formats.layout.cells import is_web_address
from geo.formats.layout.columns import Layer
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.shapes import Dot
from geo.formats.options import ExportOptions
from geo.records import Article, Event, EventFile
from geo.records.file import whole_file

_DAY = re.compile(r"(\d+)-(\d+)-(\d+)")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_timemap(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write events.json, sources.json and associations.json in a zip archive.

    TimeMap knows points and dates alone: each place that is a point becomes an entry, the
    places of one shipment share an association, and areas come without coordinates.
    Entries with neither a date nor a point are left out, since TimeMap refuses them.
    """
    parts = {
        "events.json": timemap_events(events, options),
        "sources.json": [_source(article) for article in events.articles],
        "associations.json": _associations(events),
    }
    with whole_file(path, suffix=".zip") as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            encoded = msgspec.json.format(msgspec.json.encode(content), indent=1)
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), encoded)


def timemap_events(events: EventFile, options: ExportOptions) -> list[dict[str, Any]]:
    """Return TimeMap's events: texts throughout, both coordinates or none."""
    by_id = {event.id: event for event in events.events}
    spots = (feature for feature in iter_features(events, options) if feature.layer is not Layer.ROUTES)
    entries = (_entry(feature, by_id[str(feature.values["event_id"])]) for feature in spots)
    return [entry for entry in entries if entry["date"] or entry.get("latitude")]


def _entry(feature: Feature, event: Event) -> dict[str, Any]:
    values = feature.values
    entry: dict[str, Any] = {
        "id": feature.id,
        "civId": event.id,
        "description": "\n".join(str(part) for part in map(values.get, ("title", "quantities", "quotes")) if part),
        "date": _DAY.sub(_month_first, str(values["date_start"] or "")),
        "time": "",
        "time_precision": str(values["date_precision"] or ""),
        "location": str(values.get("label") or values.get("name") or ""),
        "type": event.kind,
        "category": event.status.value,
        "associations": [f"kind-{event.kind}", f"status-{event.status}", *([f"trip-{event.id}"] if event.legs else [])],
        "sources": list(dict.fromkeys(report.article for report in event.reports)),
        "comments": str(values.get("drawn_as") or ""),
    }
    if isinstance(feature.geometry, Dot):
        entry |= {"latitude": str(feature.geometry.y), "longitude": str(feature.geometry.x)}
    return entry


def _month_first(day: re.Match[str]) -> str:
    """Return M/D/YYYY, which TimeMap reads."""
    return f"{int(day[2])}/{int(day[3])}/{day[1]}"


def _source(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title or article.publisher or article.id,
        "type": "article",
        "paths": [url for url in (article.url, article.archived_url) if is_web_address(url)],
        "url": article.url if is_web_address(article.url) else "",
        "description": article.publisher or "",
        "author": article.publisher or "",
        "date": article.published or "",
    }


def _associations(events: EventFile) -> list[dict[str, Any]]:
    kinds = sorted({event.kind for event in events.events})
    statuses = sorted({event.status.value for event in events.events})
    filters = [("kind", kind) for kind in kinds] + [("status", status) for status in statuses]
    listed = [
        {"id": f"{group}-{value}", "title": value, "desc": "", "mode": "FILTER", "filter_paths": [group, value]}
        for group, value in filters
    ]
    trip = {"desc": "", "mode": "NARRATIVE", "filter_paths": []}
    carried = (event for event in events.events if event.legs)
    return listed + [{"id": f"trip-{event.id}", "title": event.titled() or event.id, **trip} for event in carried]
