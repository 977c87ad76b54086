"""What an export says of itself: whom to credit, which licences, how far it reaches, what may not be passed on."""

from importlib.metadata import version
from urllib.parse import urlsplit

from msgspec import structs

from geo.formats.layout.features import Feature
from geo.formats.layout.shapes import Dot, Shape
from geo.formats.options import ExportOptions
from geo.records import Article, EventFile

_HOSTS = ("acleddata.com",)
_PUBLISHERS = ("acled", "armed conflict location")


def is_restricted(article: Article) -> bool:
    """Return whether an article stands for a row that may not be passed on (ACLED's terms of use)."""
    host = _host(article.url or "")
    publisher = (article.publisher or "").lower()
    return (
        article.id.startswith("acled:")
        or any(host == known or host.endswith(f".{known}") for known in _HOSTS)
        or publisher.startswith(_PUBLISHERS)
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:  # "http://[::1": no address, and nobody's
        return ""


def without_restricted(events: EventFile) -> tuple[EventFile, int]:
    """Return the events without those that rest on restricted rows alone, and how many were left out.

    Of events that other sources report too, the restricted reports go and the others stay.
    """
    banned = {article.id for article in events.articles if is_restricted(article)}
    if not banned:
        return events, 0
    kept = [
        structs.replace(event, reports=tuple(report for report in event.reports if report.article not in banned))
        for event in events.events
        if not event.reports or any(report.article not in banned for report in event.reports)
    ]
    free = structs.replace(
        events,
        articles=tuple(article for article in events.articles if article.id not in banned),
        toponyms=tuple(name for name in events.toponyms if name.article not in banned),
        events=tuple(kept),
    )
    return free, len(events.events) - len(kept)


_TURN_DEG = 360.0
_REMEMBERED = 4096


class Extent:
    """Grows by geometries; its `bbox` follows RFC 7946, section 5.2: west may exceed east."""

    def __init__(self) -> None:
        self._spans: set[tuple[float, float]] = set()
        self._seen: dict[int, Shape] = {}
        self._south = float("inf")
        self._north = float("-inf")

    def add(self, geometry: Shape | None) -> None:
        """Take in a geometry; None and empty ones change nothing."""
        if geometry is None or geometry.is_empty:
            return
        if isinstance(geometry, Dot):
            self._dots(geometry)
            return
        if self._seen.get(id(geometry)) is geometry:
            return
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[id(geometry)] = geometry
        for part in getattr(geometry, "geoms", (geometry,)):
            west, south, east, north = part.bounds
            self._spans.add((west, east))
            self._south, self._north = min(self._south, south), max(self._north, north)

    def _dots(self, dot: Dot) -> None:
        self._spans.add((dot.x, dot.x))
        self._south, self._north = min(self._south, dot.y), max(self._north, dot.y)

    @property
    def bbox(self) -> list[float] | None:
        """West, south, east, north in degrees; None where nothing was added."""
        if not self._spans:
            return None
        west, east = _narrowest(sorted(self._spans))
        return [west, self._south, east, self._north]


def _narrowest(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the west and east of the shortest stretch of longitudes that holds all spans."""
    first_west = spans[0][0]
    east = spans[0][1]
    # Round the back, from the easternmost end through ±180° to the westernmost start.
    best_gap, best = -1.0, (first_west, east)
    for next_west, next_east in spans[1:]:
        if next_west - east > best_gap:
            best_gap, best = next_west - east, (next_west, east)
        east = max(east, next_east)
    behind = first_west + _TURN_DEG - east
    return (first_west, east) if behind >= best_gap else best


NOTE = (
    "Positions are never finer than their sources: see precision and drawn_as. Lines with schematic=true are computed; "
    "no source traces them. Status, claimed_by and denied_by belong beside whatever is shown."
)


class Credits:
    """Gathers whose data an export holds."""

    def __init__(self) -> None:
        self._licences: dict[str, str | None] = {}

    def add(self, feature: Feature) -> None:
        """Take in a feature's attribution and licence."""
        licence = feature.values["licence"]
        for credit in str(feature.values["attribution"] or "").split("; "):
            if credit:
                self._licences[credit] = str(licence) if licence else None

    @property
    def attribution(self) -> list[str]:
        """Who is to be credited."""
        return sorted(self._licences)

    @property
    def licences(self) -> list[str]:
        """SPDX identifiers that bind whoever passes the file on."""
        return sorted({licence for licence in self._licences.values() if licence})


def generator() -> str:
    """Return the program's name and version."""
    return f"armsatlas {version('armsatlas')}"


def about_rows(credits_seen: Credits, options: ExportOptions) -> list[tuple[str, str | None]]:
    """Return what an export says of itself as names and values."""
    return [
        ("generator", generator()),
        ("attribution", "; ".join(credits_seen.attribution) or None),
        ("licences", "; ".join(credits_seen.licences) or None),
        ("generalised", options.generalise),
        ("note", NOTE),
    ]
