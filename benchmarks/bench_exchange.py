"""Time and memory of exporting many events, a format at a time in a process of its own.

    python benchmarks/bench_exchange.py [EVENTS] [FORMAT...]

Prints seconds (and how much work of the processor, all processes together), peak memory and the file's size. The events
are made: strikes with places of every precision, and one shipment in five, by air.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gazetteer.records import Precision, Status
from geo.formats import ExportOptions, write_events
from geo.records import (
    Article,
    Event,
    EventDate,
    EventFile,
    EventPlace,
    EventStatus,
    Leg,
    Mode,
    PlaceRole,
    Quantity,
    Report,
)

COUNT = 100_000
FORMATS = ("geojson", "gpkg")
_AREAS = ("UA.07", "UA.18", "UA.05", "RU.38", "RU.12")
_QUOTE = (
    "Three missiles struck the depot in the night, the regional governor said, and a fire burned until the morning."
)


def make_events(count: int) -> EventFile:
    """Return made-up events, the same for the same count."""
    chance = random.Random(1)  # noqa: S311 - not a secret
    articles = tuple(
        Article(
            id=f"a{n}",
            title=f"Report {n}",
            publisher="The Dispatch",
            published="2024-08-18",
            url=f"https://e.example/{n}",
        )
        for n in range(max(1, count // 4))
    )
    return EventFile(articles=articles, events=tuple(_event(n, chance, articles) for n in range(count)))


def _event(number: int, chance: random.Random, articles: tuple[Article, ...]) -> Event:
    shipped = number % 5 == 0
    places = (
        (_place(chance, PlaceRole.ORIGIN), _place(chance, PlaceRole.DESTINATION))
        if shipped
        else (_place(chance, PlaceRole.SITE),)
    )
    return Event(
        id=f"e{number}",
        kind="shipment" if shipped else "strike",
        title=f"Event number {number} of the made-up series",
        date=EventDate(start=f"2024-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"),
        places=places,
        legs=(Leg(from_=0, to=1, mode=Mode.AIR),) if shipped else (),
        quantities=(Quantity(value=float(chance.randint(1, 50)), unit="missile"),),
        status=chance.choice(list(EventStatus)),
        claimed_by=("Regional governor",),
        reports=(Report(article=chance.choice(articles).id, start=10, end=120, quote=_QUOTE),),
    )


def _place(chance: random.Random, role: PlaceRole) -> EventPlace:
    precision = chance.choices(
        [Precision.SETTLEMENT, Precision.SITE, Precision.NEAR, Precision.ADMIN1, Precision.COUNTRY], [60, 10, 15, 10, 5]
    )[0]
    return EventPlace(
        role=role,
        name="Somewhere",
        place_id="geonames:1",
        lat=round(chance.uniform(44, 52), 5),
        lon=round(chance.uniform(23, 60), 5),
        country="UA",
        admin1=chance.choice(_AREAS),
        precision=precision,
        radius_km=5.0 if precision is Precision.NEAR else None,
        status=Status.RESOLVED,
    )


def _measure(count: int, name: str) -> None:
    events = make_events(count)
    before = _peak_mib(resource.RUSAGE_SELF)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        began, worked = time.perf_counter(), _work_s()
        write_events(events, path, format=name, options=ExportOptions())
        seconds, worked = time.perf_counter() - began, _work_s() - worked
        size = path.stat().st_size / 1e6
    peak, others = _peak_mib(resource.RUSAGE_SELF), _peak_mib(resource.RUSAGE_CHILDREN)
    print(
        f"{name:12} {count:>8} events {seconds:7.1f} s ({worked:.1f} s of work)   "
        f"peak {peak:5} MiB (events alone {before} MiB) and {others} MiB elsewhere   {size:7.1f} MB"
    )


def _work_s() -> float:
    """Return seconds of processor time of this process and of those that it started and that ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _peak_mib(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss // 1024


def main() -> None:
    """Measure each format."""
    if sys.argv[1:2] == ["--one"]:
        _measure(int(sys.argv[2]), sys.argv[3])
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    for name in sys.argv[2:] or FORMATS:
        subprocess.run([sys.executable, __file__, "--one", str(count), name], check=True)


if __name__ == "__main__":
    main()
