"""What the builds of islands and rivers share: which names stand alone, and where a point lies."""

from functools import cache

from gazetteer.datafiles import read_csv
from gazetteer.index.sources.countries import CountriesSource, FirstLevelSource
from gazetteer.index.sources.geonames_cache import GeonamesCacheSource
from gazetteer.index.sources.own_places import PortsSource
from gazetteer.match.areas import area_at
from gazetteer.match.keys import name_key

FIELDS = [
    "ids", "name", "kind", "feature_code", "lat", "lon", "country", "admin1", "population", "radius_km", "names",
    "source",
]  # fmt: skip
SHORTEST = 5
SHORT = 4
LARGE_KM, VAST_KM = 15, 100
USUALLY_OTHER = frozenset({"ebola", "mainland"})
"""Names that hardly ever mean the river or island."""
REVIEWED = ("regions", "waters", "sites", "lakes", "districts")


@cache
def settled_names() -> frozenset[str]:
    """Return the keys of the names of all towns and ports: what shares one is told with a word for what it is."""
    towns = (row for source in (GeonamesCacheSource(), PortsSource()) for row in source.rows())
    return frozenset(name_key(text) for row in towns for text in (row.name, *(name.text for name in row.names)))


def reviewed_names() -> set[str]:
    """Return the keys of what the project's own tables, countries and first-level areas hold."""
    found = {
        name_key(text.partition("@")[0])
        for table in REVIEWED
        for row in read_csv(f"places/{table}.csv")
        for text in (row["name"], *row["names"].split("|"))
    }
    areas = (row for source in (CountriesSource(), FirstLevelSource()) for row in source.rows())
    return found | {name_key(text) for row in areas for text in (row.name, *(name.text for name in row.names))}


def stands_alone(name: str, radius_km: float = 0) -> bool:
    """Return whether a name is met without a word for its kind: no town's is, nor a short one, but for the largest."""
    if name_key(name) in USUALLY_OTHER or radius_km >= VAST_KM:
        return name_key(name) not in USUALLY_OTHER
    return len(name) >= (SHORT if radius_km >= LARGE_KM else SHORTEST) and name_key(name) not in settled_names()


def where(lon: float, lat: float) -> tuple[str, str]:
    """Return the country and first-level area of a point, empty at sea."""
    area = area_at(lon, lat, within_km=30)
    return (area.country or "", area.code or "") if area else ("", "")
