"""Names of seas and oceans in the page's languages, and where to write them."""

import tomllib

from gazetteer.datafiles import data_file
from maps.ground.extent import unwrap
from maps.records import Water


def waters(language: str, centre: float) -> list[Water]:
    """Return the waters that have a name in a language, with longitudes within 180° of `centre`."""
    with data_file("languages/page/waters.toml").open("rb") as file:
        rows = tomllib.load(file)["water"]
    named: dict[str, list[tuple[float, float, float]]] = {}
    for row in rows:
        if language in row:
            named.setdefault(row[language], []).append((unwrap(row["lon"], centre), row["lat"], row["room"]))
    return [Water(name=name, anchors=anchors) for name, anchors in named.items()]
