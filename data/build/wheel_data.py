"""Puts the data files into a wheel, inside the gazetteer package; an editable install reads `data/` itself."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = (
    "actors",
    "arms",
    "articles",
    "basemaps",
    "borders",
    "formats",
    "kinds",
    "languages",
    "layouts",
    "models",
    "networks",
    "places",
    "waters",
)


class WheelData(BuildHookInterface[Any]):
    """Maps each shipped folder below `data/` to `gazetteer/_data/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders to a standard wheel."""
        if version == "standard":
            build_data["force_include"] |= {f"data/{name}": f"gazetteer/_data/{name}" for name in SHIPPED}
