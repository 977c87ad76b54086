"""Pages of 300, 10,000 and 100,000 events, beside folium's own ways, in one run: seconds, megabytes, pixels, heap.

The times are noisy, so each is the best of some tries (--tries, 3); compare within one run.
Another commit is measured by its own environment with PYTHONPATH set to it.
Usage: bench_pages.py [--no-peers] [--tries N] [COUNT...]
"""

import argparse
import gzip
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gazetteer.records import Precision, Status
from geo.records import Article, DatePrecision, Event, EventDate, EventFile, EventPlace, EventStatus, PlaceRole, Report
from maps import draw_map

KINDS = ("strike", "recovery", "seizure", "shipment", "test")
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


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


def see(html: str, *, ready: str | None, tries: int) -> str:
    """Open a page from a file and say how long it took to pixels, at best, and what it holds in memory."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser_path is None or ready is None:
        return "not opened: " + ("no Chromium here" if ready else "asks its scripts of the network")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(html, encoding="utf-8")
        browser: Any = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        found = [open_once(browser, path.as_uri(), ready) for _ in range(tries)]
        browser.close()
    seconds, worked, heap = min(found)
    return f"pixels {seconds:6.2f} s (cpu {worked:5.2f})  heap {heap:5.0f} MB"


def open_once(browser: Any, address: str, ready: str) -> tuple[float, float, float]:  # noqa: ANN401 -- playwright's browser
    """Return seconds to pixels, those that the page's own thread worked, and megabytes of heap."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(ready)
    page.evaluate(DRAWN)
    seconds = time.perf_counter() - start
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    page.close()
    return seconds, told["TaskDuration"], heap


def draw_best(draw: Callable[[EventFile], str], events: EventFile, tries: int) -> tuple[str, float, float]:
    """Return a page, and the fewest seconds and processor seconds that drawing it took."""
    took, worked, html = [], [], ""
    for _ in range(tries):
        start, cpu = time.perf_counter(), time.process_time()
        html = draw(events)
        took.append(time.perf_counter() - start)
        worked.append(time.process_time() - cpu)
    return html, min(took), min(worked)


def main() -> None:
    """Print one line for each way and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[300, 10_000, 100_000])
    parser.add_argument("--no-peers", action="store_true", help="leave folium's own ways out")
    parser.add_argument("--tries", type=int, default=3, help="times each is done; the best counts")
    chosen = parser.parse_args()
    ways = [("armsatlas", our_page, "html.drawn")]
    if not chosen.no_peers:
        ways += [("folium FastMarkerCluster", folium_clusters, ""), ("folium GeoJson, canvas", folium_geojson, "")]
    our_page(make_events(3))  # loads the borders once, as any second page finds them
    for count in chosen.counts:
        events = make_events(count)
        for name, draw, ready in ways:
            html, took, worked = draw_best(draw, events, chosen.tries)
            size = len(html.encode()) / 1e6
            packed = len(gzip.compress(html.encode(), 6)) / 1e6
            made = f"{count:7,} {name:26} python {took:6.2f} s (cpu {worked:5.2f})"
            print(
                made,
                f"html {size:6.2f} MB, gzip {packed:5.2f}",
                see(html, ready=ready or None, tries=chosen.tries),
                sep="  ",
            )


if __name__ == "__main__":
    main()
