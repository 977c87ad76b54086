"""The gazetteer as a geopy geocoder, also for geopandas.tools.geocode(provider=LocalGazetteer).

Another geopy geocoder, as Nominatim, may be named as a fallback for names that the gazetteer lacks. That is the only
thing in this package that asks a server, and only where it is asked for; its answers are kept in a file and marked.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.errors import GazetteerIndexError
from gazetteer.gazetteer import Gazetteer
from gazetteer.index.database import OwnConnection
from gazetteer.match.scoring import status_of
from gazetteer.records import Candidate, Place, Status

_LIMIT = 10


class LocalGazetteer(Geocoder):  # type: ignore[misc] # geopy is not typed
    """Geocodes from the local index; opens nothing on the network.

    Each `Location.raw` holds `source` ("local", or the fallback's name), `place_id`, `kind`, `country`, `score`,
    `match`, `reasons` and `ambiguous`.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        language: str = "en",
        fallback: Geocoder | None = None,
        cache: Path | str | None = None,
        **options: Any,  # noqa: ANN401 - geopy's own
    ) -> None:
        """Wrap a gazetteer.

        Args:
            gazetteer: The default one without it.
            language: Language of the addresses returned.
            fallback: A geopy geocoder asked for what the gazetteer lacks. It may use the network.
            cache: File to keep the fallback's answers in; required with a fallback.
            options: geopy's own options.

        Raises:
            ValueError: A fallback without a cache.
        """
        super().__init__(**options)
        if fallback is not None and cache is None:
            raise ValueError("a fallback geocoder needs cache=FILE, to ask each name once")
        self.gazetteer = gazetteer or Gazetteer.open()
        self.language = language
        self._fallback = FallbackGeocoder(fallback, Path(cache)) if fallback is not None and cache is not None else None

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        limit: int | None = None,
        language: str | None = None,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[object] | None = None,
        bounded: bool = False,
    ) -> Location | list[Location] | None:
        """Return the place that a name means, or several, the likeliest first.

        A name may end in a country ("Najin, KP", "Rozhivka, Ukraine").

        Args:
            query: A name.
            exactly_one: Whether to return one Location, or a list.
            timeout: Of the fallback.
            limit: Greatest number of answers.
            language: ISO 639-1 of the addresses.
            country_codes: ISO 3166-1 alpha-2; only places there.
            viewbox: Two opposite corners, as geopy's points (latitude first); places near its middle rank higher.
            bounded: Whether places outside the viewbox are left out.

        Raises:
            GeocoderQueryError: The viewbox is not two points.
        """
        box = _box(viewbox)
        countries = [country_codes] if isinstance(country_codes, str) else list(country_codes or [])
        name, named_country = self._name_and_country(query)
        wanted = {code.upper() for code in countries} or ({named_country} if named_country else set())
        near = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if box else None
        candidates = self.gazetteer.lookup(name, near=near, limit=1000)
        candidates = [one for one in candidates if not wanted or one.place.country in wanted]
        if box and bounded:
            candidates = [
                one for one in candidates if box[0] <= one.place.lon <= box[2] and box[1] <= one.place.lat <= box[3]
            ]
        found = [self._location(one, candidates, language) for one in candidates[: limit or _LIMIT]]
        if not found and self._fallback is not None:
            found = self._fallback.geocode(query, timeout=timeout)
        return _answer(found, exactly_one=exactly_one)

    def reverse(
        self,
        query: object,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's interface
        language: str | None = None,
        limit: int = _LIMIT,
    ) -> Location | list[Location] | None:
        """Return the place nearest to a point (latitude first, as everywhere in geopy), or several."""
        point = Point(query)
        nearest = self.gazetteer.nearest(point.longitude, point.latitude, limit=1 if exactly_one else limit)
        found = [self._near_location(place, away, language) for place, away in nearest]
        return _answer(found, exactly_one=exactly_one)

    def _name_and_country(self, query: str) -> tuple[str, str | None]:
        name, comma, country = query.rpartition(",")
        if not comma or not name.strip():
            return query, None
        code = country.strip().upper()
        if len(code) != 2 or not code.isalpha():  # noqa: PLR2004 - ISO 3166-1 alpha-2
            meant = self.gazetteer.lookup(country, kind="country", fuzzy=False, limit=1)
            if not meant or meant[0].place.country is None:
                return query, None
            code = meant[0].place.country
        return name, code

    def _address(self, place: Place, language: str | None) -> str:
        tongue = language or self.language
        country = self.gazetteer.country(place.country) if place.country and place.kind != "country" else None
        parts = [place, self.gazetteer.area(place.admin1), country]
        labels = [self.gazetteer.label(part, tongue) for part in parts if part is not None]
        return ", ".join(dict.fromkeys(labels))

    def _location(self, candidate: Candidate, all_of_them: list[Candidate], language: str | None) -> Location:
        place = candidate.place
        raw = _raw(place) | {
            "score": candidate.score,
            "match": candidate.match.value,
            "matched_name": candidate.matched_name,
            "reasons": list(candidate.reasons),
            "status": status_of(all_of_them).value,
            "ambiguous": status_of(all_of_them) is Status.AMBIGUOUS,
        }
        return Location(self._address(place, language), (place.lat, place.lon), raw)

    def _near_location(self, place: Place, away_km: float, language: str | None) -> Location:
        return Location(
            self._address(place, language), (place.lat, place.lon), _raw(place) | {"distance_km": round(away_km, 3)}
        )


class FallbackGeocoder:
    """Another geocoder, each name asked once; its answers say whose they are."""

    def __init__(self, geocoder: Geocoder, cache: Path) -> None:
        """Open the file of answers.

        Raises:
            GazetteerIndexError: The file can't be used.
        """
        self._geocoder = geocoder
        self._name = type(geocoder).__name__
        try:
            self._cache = sqlite3.connect(cache, isolation_level=None, factory=OwnConnection)
            self._cache.execute(
                "CREATE TABLE IF NOT EXISTS answers "
                "(geocoder TEXT, query TEXT, answer TEXT, PRIMARY KEY (geocoder, query))"
            )
        except sqlite3.Error as error:
            raise GazetteerIndexError(f"{cache}: can't keep a geocoder's answers there ({error})") from error

    def geocode(self, query: str, *, timeout: object) -> list[Location]:
        """Return the kept answers, or ask."""
        row = self._cache.execute(
            "SELECT answer FROM answers WHERE geocoder = ? AND query = ?", (self._name, query)
        ).fetchone()
        if row is None:
            found = self._geocoder.geocode(query, exactly_one=False, timeout=timeout) or []
            answers = [[one.address, one.latitude, one.longitude] for one in found]
            self._cache.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (self._name, query, json.dumps(answers))
            )
        else:
            answers = json.loads(row[0])
        return [
            Location(address, (lat, lon), {"source": self._name, "ambiguous": len(answers) > 1})
            for address, lat, lon in answers
        ]


def _raw(place: Place) -> dict[str, Any]:
    return {
        "source": "local",
        "place_id": place.place_id,
        "kind": place.kind.value,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
    }


def _box(viewbox: Sequence[object] | None) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north."""
    if viewbox is None:
        return None
    if len(viewbox) != 2:  # noqa: PLR2004 - two corners
        raise GeocoderQueryError(f"viewbox {viewbox!r}: expected two opposite corners")
    one, other = (Point(corner) for corner in viewbox)
    lats, lons = sorted((one.latitude, other.latitude)), sorted((one.longitude, other.longitude))
    return lons[0], lats[0], lons[1], lats[1]


def _answer(found: Iterable[Location], *, exactly_one: bool) -> Location | list[Location] | None:
    answers = list(found)
    if not answers:
        return None
    return answers[0] if exactly_one else answers
