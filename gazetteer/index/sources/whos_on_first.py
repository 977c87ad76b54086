"""Who's On First places as JSON Lines: one object a line with id, name, placetype, lat, lon, names by language."""

import json
import math
from collections.abc import Iterator
from typing import Any

from gazetteer.index.sources.geonames_dump import open_text
from gazetteer.index.sources.rows import FileSource, Name, NameFlag, PlaceRow
from gazetteer.records import PlaceKind

_KINDS = {
    "country": PlaceKind.COUNTRY, "region": PlaceKind.ADMIN1, "county": PlaceKind.ADMIN2,
    "continent": PlaceKind.CONTINENT, "campus": PlaceKind.SITE, "venue": PlaceKind.SITE,
    "macroregion": PlaceKind.REGION, "ocean": PlaceKind.WATER, "marinearea": PlaceKind.WATER,
}  # fmt: skip
_CODES = {
    PlaceKind.COUNTRY: "PCLI", PlaceKind.ADMIN1: "ADM1", PlaceKind.ADMIN2: "ADM2", PlaceKind.CONTINENT: "CONT",
    PlaceKind.SITE: "S", PlaceKind.REGION: "RGN", PlaceKind.WATER: "H", PlaceKind.SETTLEMENT: "PPL",
}  # fmt: skip
_LANGUAGES = {
    "eng": "en", "fra": "fr", "deu": "de", "nld": "nl", "spa": "es", "pol": "pl", "ukr": "uk", "rus": "ru", "kor": "ko",
    "ita": "it", "por": "pt", "swe": "sv", "dan": "da", "nob": "nb", "fin": "fi", "ces": "cs", "slk": "sk", "slv": "sl",
    "hrv": "hr", "srp": "sr", "bul": "bg", "ron": "ro", "hun": "hu", "tur": "tr", "ell": "el", "ara": "ar", "fas": "fa",
    "heb": "he", "jpn": "ja", "zho": "zh", "bel": "be", "lit": "lt", "lav": "lv", "est": "et", "cat": "ca", "kat": "ka",
}  # fmt: skip
_FLAGS = {
    "preferred": NameFlag.PREFERRED,
    "colloquial": NameFlag.COLLOQUIAL,
    "historical": NameFlag.HISTORIC,
    "abbreviation": NameFlag.ABBREVIATION,
}


class WhosOnFirstSource(FileSource):
    """A JSON Lines file of Who's On First; superseded and deprecated places are left out."""

    licence = "Who's On First, whosonfirst.org/docs/licenses"
    merges_by_name = True

    def rows(self) -> Iterator[PlaceRow]:
        """Yield every current place; lines that are no place are counted and listed."""
        with open_text(self.path) as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    row = _row(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    self.leave_out(number, f"not a place: {type(error).__name__} {error}")
                    continue
                if row is not None:
                    yield row


def looks_like_whos_on_first(first: dict[str, Any]) -> bool:
    """Return whether a JSON object is a Who's On First place."""
    return "placetype" in first


def _row(place: dict[str, Any]) -> PlaceRow | None:
    if place.get("deprecated") or place.get("superseded"):
        return None
    lat, lon = float(place["lat"]), float(place["lon"])
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - degrees
        raise ValueError(f"position {lat}, {lon} is off the Earth")
    kind = _KINDS.get(place["placetype"], PlaceKind.SETTLEMENT)
    names = tuple(_names(place.get("names") or {}))
    geonames = place.get("gn")
    own = f"wof:{int(place['id'])}"
    return PlaceRow(
        ids=(f"geonames:{int(geonames)}", own) if geonames else (own,), name=_usual_name(str(place["name"]), names),
        kind=kind, feature_code=_CODES[kind], lat=lat, lon=lon, country=place.get("country") or None,
        population=max(int(place.get("population") or 0), 0), names=(Name(str(place["name"])), *names),
    )  # fmt: skip


def _usual_name(own: str, names: tuple[Name, ...]) -> str:
    """Return the English name where the place's own is in another script."""
    if own.isascii():
        return own
    return next((name.text for name in names if name.language == "en" and name.flags & NameFlag.PREFERRED), own)


def _names(by_kind: dict[str, list[str]]) -> Iterator[Name]:
    for kind, texts in by_kind.items():
        language, _, standing = kind.partition("_x_")
        for text in texts:
            if isinstance(text, str) and text.strip():
                yield Name(text.strip(), _LANGUAGES.get(language), int(_FLAGS.get(standing, 0)))
