"""How an editor wants events to be shown: extent, detail maps, and which parts of the page stay away."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from geo.records.values import Record

Hideable: TypeAlias = Literal["header", "slider", "legend", "off-map", "filter", "table", "sources"]
MOST_INSETS = 3


class Box(Record, frozen=True, kw_only=True):
    """Degrees; `west` and `east` may lie beyond ±180° where the map does."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Return whether a point lies inside."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def check(self) -> None:
        """Raise ValueError unless west to east and south to north are degrees on the Earth."""
        if not (-180 <= self.west < self.east <= self.west + 360 and -90 <= self.south < self.north <= 90):  # noqa: PLR2004
            raise ValueError(
                f"box {self.west:g},{self.south:g},{self.east:g},{self.north:g}: expected degrees as "
                "west,south,east,north"
            )


class View(Record, frozen=True, kw_only=True):
    """What is to be seen: the main map's box and the detail maps', None where the program chooses; what is hidden."""

    extent: Box | None = None
    insets: Annotated[tuple[Box, ...], Meta(max_length=MOST_INSETS)] | None = None
    hide: tuple[Hideable, ...] = ()

    def __post_init__(self) -> None:
        for box in (self.extent, *(self.insets or ())):
            if box:
                box.check()
