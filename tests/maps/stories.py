"""Event files to draw: the hand-made story of the tests, with its lines, and ways to make others."""

from math import cos, sin
from pathlib import Path

import msgspec
from shapely import LineString

from geo.records import Event, EventFile, EventPlace, EventStatus, Mode, Report
from geo.routes.records import Method, TracedLeg
from maps import draw_map

DATA = Path(__file__).parent / "data"

SEA = [(130.3, 42.249), (130.42, 42.18), (131.4, 42.42), (132.34, 42.8), (132.338, 42.88)]
RAIL = [
    (132.338, 42.88), (132.02, 43.35), (131.95, 43.8), (132.9, 45.1), (134.0, 46.5), (135.07, 48.48),
    (132.9, 48.75), (128.4, 50.9), (127.9, 51.4), (124.7, 53.0), (123.9, 53.99), (120.0, 53.75),
    (116.6, 52.8), (113.5, 52.03), (110.0, 51.3), (107.6, 51.83), (105.9, 51.6), (104.3, 52.29),
    (100.6, 54.0), (98.0, 55.95), (92.85, 56.01), (88.0, 56.1), (82.92, 55.03), (78.3, 55.3),
    (73.37, 54.99), (69.2, 56.1), (65.5, 57.15), (60.6, 56.84), (56.0, 54.74), (53.4, 54.5),
    (50.15, 53.2), (46.0, 51.53), (44.5, 48.71), (43.3, 47.6), (41.0, 46.3), (40.125, 45.855),
]  # fmt: skip


def traced(mode: Mode, line: list[tuple[float, float]], km: float, **more: object) -> TracedLeg:
    return TracedLeg(
        mode=mode,
        geometry=LineString(line),
        length_m=1000 * km,
        drawn_m=1000 * km,
        great_circle_m=900 * km,
        method=Method.RAIL_NETWORK if mode is Mode.RAIL else Method.SEA_GRID,
        **more,
    )


def story() -> EventFile:
    return msgspec.json.decode((DATA / "story.json").read_bytes(), type=EventFile)


def story_routes() -> dict[str, list[TracedLeg | None]]:
    source = "© OpenStreetMap contributors, ODbL"
    return {"ship-1": [traced(Mode.SEA, SEA, 192), traced(Mode.RAIL, RAIL, 8617, source=source)]}


def spot_event(number: int, lat: float, lon: float, *, kind: str = "strike", name: str | None = None) -> Event:
    """An event at one settlement."""
    name = name or f"Place {number}"
    where = EventPlace(role="site", name=name, label=name, lat=lat, lon=lon, precision="settlement", status="resolved")
    return Event(
        id=f"event-{number}",
        kind=kind,
        title=f"Event {number} at {name}"[:400],
        places=(where,),
        status=EventStatus.DOCUMENTED,
        reports=(Report(article="a", quote=f"Quote {number}."),),
    )


def two_crowds() -> str:
    """A page of forty places in one country and eight in another, far off."""
    near = [spot_event(n, 49 + 1.6 * sin(2.4 * n) * n / 40, 33 + 3 * cos(2.4 * n) * n / 40) for n in range(40)]
    far = [spot_event(40 + n, 14 + n / 3, 28 + n % 3) for n in range(8)]
    return draw_map(EventFile(events=tuple(near + far)), language="en")
