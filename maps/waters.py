"""Names of seas and oceans in the page's languages, and where to write them."""

import tomllib

from msgspec import Struct

from gazetteer.datafiles import data_file
from maps.extent import unwrap


class Water(Struct, frozen=True, kw_only=True):
    """A water's name, a point in it, and the room around the point in degrees."""

    name: str
    lon: float
    lat: float
    room: float


def waters(language: str, centre: float) -> list[Water]:
    """Return the waters that have a name in a language, with longitudes within 180° of `centre`."""
    with data_file("languages/page/waters.toml").open("rb") as file:
        rows = tomllib.load(file)["water"]
    return [
        Water(name=row[language], lon=unwrap(row["lon"], centre), lat=row["lat"], room=row["room"])
        for row in rows
        if language in row
    ]
