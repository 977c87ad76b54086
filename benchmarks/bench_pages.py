"""Pages of 300, 10,000 and 100,000 events, beside folium's own ways, in one run: seconds, megabytes, pixels, heap.

The times are noisy, so each is told at best and in the median of some tries (--tries, 3); compare within one run.
Another version's pages are opened in turn with ours: --beside names its folder, which has an environment in .venv.
Usage: bench_pages.py [--no-peers] [--tries N] [--beside FOLDER] [--texts FOLDER] [COUNT...]
"""

import argparse
import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from gazetteer.records import Precision, Status
from geo.records import Article, DatePrecision, Event, EventDate, EventFile, EventPlace, EventStatus, PlaceRole, Report
from maps import draw_map

TEXTS = Path(__file__).parent.parent / "data" / "articles"
KINDS = ("strike", "recovery", "seizure", "shipment", "test")
WATCH = """
const seen = {}, frame = (name) => requestAnimationFrame(() => requestAnimationFrame(() => {
  seen[name] ??= performance.now();
  if (seen.map && seen.list) done(seen);
}));
let done;
window.whole = new Promise((found) => (done = found));
new MutationObserver(() => {
  const { classList } = document.documentElement;
  if (classList.contains("drawn")) frame("map");
  if (classList.contains("drawn") && !classList.contains("awaited")) frame("list");
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["class"] });
"""
"""Two frames after a page says that its map is drawn, and two after its list, which waits for the map, is there."""


def make_events(count: int) -> EventFile:
    """Return events with place, date, kind, quote and source, the same for the same count."""
    dice = random.Random(count)  # noqa: S311 -- a benchmark, not a secret
    articles = tuple(
        Article(
            id=f"a{n}", title=f"Bulletin {n}", publisher=f"Agency {n % 40}", url=f"https://example.org/bulletin/{n}"
        )
        for n in range(min(500, count))
    )
    return EventFile(articles=articles, events=tuple(make_event(n, dice, len(articles)) for n in range(count)))


def make_event(number: int, dice: random.Random, articles: int) -> Event:
    """Return one event at a settlement somewhere around 48°N 34°E."""
    day = f"{2022 + dice.randrange(3)}-{1 + dice.randrange(12):02}-{1 + dice.randrange(28):02}"
    place = EventPlace(
        role=PlaceRole.SITE,
        name=f"Settlement {number % 900}",
        lat=round(dice.gauss(48.5, 2), 4),
        lon=round(dice.gauss(34, 4), 4),
        precision=Precision.SETTLEMENT,
        status=Status.RESOLVED,
    )
    return Event(
        id=f"row-{number}",
        kind=dice.choice(KINDS),
        date=EventDate(start=day, end=day, precision=DatePrecision.DAY),
        places=(place,),
        status=dice.choice(list(EventStatus)),
        reports=(Report(article=f"a{number % articles}", quote=f"The bulletin of that day reports event {number}."),),
    )


def our_page(events: EventFile) -> str:
    """Draw with armsatlas."""
    return draw_map(events, language="en")


def folium_clusters(events: EventFile) -> str:
    """Draw with folium's fastest clusters; no text, since its templates would run it."""
    import folium
    from folium.plugins import FastMarkerCluster

    chart = folium.Map(location=[48.5, 34], zoom_start=6, tiles=None)
    FastMarkerCluster([[event.places[0].lat, event.places[0].lon] for event in events.events]).add_to(chart)
    return str(chart.get_root().render())


def folium_geojson(events: EventFile) -> str:
    """Draw with folium's GeoJson layer on a canvas."""
    import folium

    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [event.places[0].lon, event.places[0].lat]},
            "properties": {
                "kind": event.kind,
                "date": str(event.date and event.date.start),
                "quote": event.reports[0].quote,
            },
        }
        for event in events.events
    ]
    chart = folium.Map(location=[48.5, 34], zoom_start=6, tiles=None, prefer_canvas=True)
    marker = folium.CircleMarker(radius=4)
    folium.GeoJson({"type": "FeatureCollection", "features": features}, marker=marker).add_to(chart)
    return str(chart.get_root().render())


def see(pages: dict[str, str], tries: int) -> dict[str, str]:
    """Open pages from files in turn and say how long each took to its map's pixels and to its list's, at best."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser_path is None:
        return dict.fromkeys(pages, "not opened: no Chromium here")
    from playwright.sync_api import sync_playwright

    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in pages}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser: Any = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(tries):
            for name, html in pages.items():
                path = Path(folder) / "page.html"
                path.write_text(html, encoding="utf-8")
                found[name].append(open_once(browser, path.as_uri()))
        browser.close()
    told = "map {:.2f} / {:.2f} s, list {:.2f} / {:.2f}, cpu {:.2f} / {:.2f}, heap {:.0f} / {:.0f} MB"
    return {
        name: told.format(*(way(values) for values in zip(*tried, strict=True) for way in (min, median)))
        for name, tried in found.items()
    }


def open_once(browser: Any, address: str) -> tuple[float, ...]:  # noqa: ANN401 -- playwright's browser
    """Return the page's own seconds to its map's pixels and its list's, its thread's work, and megabytes of heap."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(WATCH)
    page.goto(address)
    seen = page.evaluate("() => whole")
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    page.close()
    return seen["map"] / 1000, seen["list"] / 1000, told["TaskDuration"], heap


def stories(texts: Path) -> dict[str, str]:
    """Return pages of few events and of a folder of texts, drawn by the command: with towns and routes."""
    from msgspec import structs

    from geo.records.file import dump_event_file

    city = [make_event(n, random.Random(n), 1) for n in range(12)]  # noqa: S311 -- a benchmark, not a secret
    spots = [(50.45 + n % 4 / 30, 30.4 + n // 4 / 15) for n in range(12)]
    near = [
        structs.replace(event, kind="strike", places=(structs.replace(event.places[0], lat=lat, lon=lon),))
        for event, (lat, lon) in zip(city, spots, strict=True)
    ]
    files = {"one event": make_events(1), "city": structs.replace(make_events(12), events=tuple(near))}
    pages: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.json" for name in files}
        for name, path in paths.items():
            path.write_bytes(dump_event_file(files[name]))
        for name, path in (paths | {"texts": texts}).items():
            drawn = Path(folder) / "page.html"
            command = [sys.executable, "-m", "geo.cli", "map", str(path), "--language", "fr", "-o", str(drawn)]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            pages[name] = drawn.read_text("utf-8")
    return pages


def draw_best(draw: Callable[[EventFile], str], events: EventFile, tries: int) -> tuple[str, float, float]:
    """Return a page, and the fewest seconds and processor seconds that drawing it took."""
    took, worked, html = [], [], ""
    for _ in range(tries):
        start, cpu = time.perf_counter(), time.process_time()
        html = draw(events)
        took.append(time.perf_counter() - start)
        worked.append(time.process_time() - cpu)
    return html, min(took), min(worked)


def drawn_by(folder: Path, count: int) -> str:
    """Return the page that another version draws of the same events."""
    code = f"import sys, bench_pages as b; sys.stdout.write(b.our_page(b.make_events({count})))"
    paths = os.pathsep.join((str(folder), str(Path(__file__).parent)))
    python = str(folder / ".venv/bin/python")
    drawn = subprocess.run(
        [python, "-c", code], check=True, capture_output=True, cwd=folder, env={**os.environ, "PYTHONPATH": paths}
    )
    return drawn.stdout.decode()


def main() -> None:
    """Print a line for each story, way and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[300, 10_000, 100_000])
    parser.add_argument("--no-peers", action="store_true", help="leave folium's own ways out")
    parser.add_argument("--tries", type=int, default=3, help="times each is done")
    parser.add_argument("--beside", type=Path, help="folder of another version, with its environment in .venv")
    parser.add_argument("--texts", type=Path, default=TEXTS, help="folder of articles whose page is weighed")
    chosen = parser.parse_args()
    for name, html in stories(chosen.texts).items():
        packed = len(gzip.compress(html.encode(), 6)) / 1000
        print(f"{name:10} html {len(html.encode()) / 1000:6.1f} kB, gzip {packed:5.1f}")
    peers = {"folium FastMarkerCluster": folium_clusters, "folium GeoJson, canvas": folium_geojson}
    ways = {"armsatlas": our_page} | ({} if chosen.no_peers else peers)
    our_page(make_events(3))  # loads the borders once, as any second page finds them
    for count in chosen.counts:
        events = make_events(count)
        drawn = {name: draw_best(draw, events, chosen.tries) for name, draw in ways.items()}
        ours = {"armsatlas": drawn["armsatlas"][0]}
        beside = {str(chosen.beside): drawn_by(chosen.beside, count)} if chosen.beside else {}
        seen = see(ours | beside, chosen.tries)
        for name, (html, took, worked) in drawn.items():
            size, packed = len(html.encode()) / 1e6, len(gzip.compress(html.encode(), 6)) / 1e6
            made = f"{count:7,} {name:26} python {took:6.2f} s (cpu {worked:5.2f})"
            made += f"  html {size:6.2f} MB, gzip {packed:5.2f}"
            print(made, seen.get(name, "not opened: asks its scripts of the network"), sep="  ")
        for name, html in beside.items():
            print(f"{count:7,} {name:26} html {len(html.encode()) / 1e6:6.2f} MB  {seen[name]}")


if __name__ == "__main__":
    main()
