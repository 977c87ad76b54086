"""Stills: the same events as a picture, in a projection of their own, with nothing but text in its texts."""

import random
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from importlib.util import find_spec
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from map_stories import spot_event, story, story_routes, traced
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box, union_all

from geo.records import Event, EventFile, EventPlace, Leg, Mode, Report
from geo.records.view import Box
from maps import draw_still, still_pdf, still_png
from maps.encoding import decode_line, encode_line
from maps.errors import PageError
from maps.ground.extent import projection_of
from maps.stills.formats import parse_size, png_channels, to_inks
from maps.stills.projection import Paper, path_data, words_along
from maps.stills.spots import _most, _Place
from maps.stills.text import text_width, wrap
from maps.style import default_style, load_style

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 -- it was written by the line before


@pytest.fixture(scope="module")
def still() -> str:
    return draw_still(story(), routes=story_routes(), language="fr")


def test_a_still_is_whole_xml_without_scripts_or_outside_references(still):
    root = parse(still)
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "rect", "clipPath", "g", "path", "circle", "line", "text"}
    assert "href" not in still
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert {"Rojivka", "Kharkiv", "près de Tikhoretsk", "UKRAINE"} <= set(texts)
    assert any("Natural Earth" in text for text in texts)
    assert any("OpenStreetMap" in text for text in texts)


def test_stills_are_the_same_twice(still):
    assert draw_still(story(), routes=story_routes(), language="fr") == still


@pytest.mark.parametrize("size", [(1200, 630), (600, 900), (1600, 1200)])
def test_no_name_leaves_the_picture(size):
    root = parse(draw_still(story(), routes=story_routes(), language="en", size=size))
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= size[0]
        assert 0 <= float(text.get("y")) <= size[1]


def test_two_symbols_at_neighbouring_places_both_show():
    near = (spot_event(1, 50.45, 30.52), spot_event(2, 50.6, 30.76), spot_event(3, 47, 45))
    spots = re.findall(r"translate\(([\d.]+) ([\d.]+)\) scale\(.833\)", draw_still(EventFile(events=near)))
    (ax, ay), (bx, by) = [(float(x), float(y)) for x, y in spots[:2]]
    assert 12 < ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 < 40


def test_a_still_says_after_a_name_how_many_events_are_there():
    at = [(50.45, 30.52, "Kyiv"), (49.99, 36.23, "Kharkiv")]
    events = tuple(spot_event(n, *at[n % 5 == 0][:2], name=at[n % 5 == 0][2]) for n in range(1300))
    root = parse(draw_still(EventFile(events=events), language="fr"))
    assert {"Kyiv ×1\u202f040", "Kharkiv ×260"} <= {text.text for text in root.iter(f"{SVG}text")}


def test_a_still_of_heaps_counts_them_in_rings_that_its_legend_explains():
    events = tuple(spot_event(n, 48 + n % 40 / 90, 30 + n // 40 / 90, name="Somewhere") for n in range(1600))
    root = parse(draw_still(EventFile(events=events), language="de", size=(600, 400)))
    texts = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert "Ring: Zahl der Ereignisse, nach Art" in texts
    assert sum(int(text.replace(".", "")) for text in texts if re.fullmatch(r"\d[\d.]*", text)) >= 1600


ARCTIC = ((89.9, 20.0, "Drift station"), (82.5, -62.3, "Alert"), (81.6, -16.7, "Nord"))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_still_holds_the_pole_and_what_lies_around_it(sign):
    """No edge of the world cuts a polar map: 20 E and 62 W lie where a globe has them, at their own distances."""
    events = tuple(spot_event(n, sign * lat, lon, name=name) for n, (lat, lon, name) in enumerate(ARCTIC))
    svg = draw_still(EventFile(events=events), language="en")
    spots = re.findall(r"translate\(([\d.]+) ([\d.]+)\) scale\(.833\)", svg)
    pole, alert, nord = [complex(float(x), float(y)) for x, y in spots]
    assert all(40 < spot.real < 1160 and 90 < spot.imag < 540 for spot in (pole, alert, nord))
    assert abs(pole - alert) / abs(pole - nord) == pytest.approx(7.4 / 8.3, rel=0.08)
    assert {name for *_, name in ARCTIC} <= {text.text for text in parse(svg).iter(f"{SVG}text")}


EDGES = {
    "none": (),
    "one": (spot_event(1, 49.98, 36.25),),
    "500 on one spot": tuple(spot_event(n, 50.0, 30.0, name="Here") for n in range(500)),
    "across 180 degrees": (spot_event(1, 53.02, 158.65), spot_event(2, 49.28, -123.12)),
    "a long name": (spot_event(1, 50, 30, name="Llanfairpwllgwyngyll" * 15),),
    "unresolved": (Event(id="u", kind="strike", places=(EventPlace(role="site", name="Nowhere"),)),),
}


@pytest.mark.parametrize("name", EDGES)
def test_a_still_at_the_edge_keeps_its_names_and_symbols_inside(name):
    root = parse(draw_still(EventFile(events=EDGES[name]), language="en"))
    assert all(
        0 <= float(text.get("x")) <= 1200 and 0 <= float(text.get("y")) <= 630 for text in root.iter(f"{SVG}text")
    )
    drawn = [path for path in root.iter(f"{SVG}path") if "scale(.833)" in path.get("transform", "")]
    assert len(drawn) == {"none": 0, "unresolved": 0, "across 180 degrees": 2}.get(name, 1)
    assert all(len(text.text or "") <= 400 for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize(("language", "unit"), [("fr", "km"), ("uk", "км")])
def test_each_frame_has_a_scale_in_the_language(language, unit):
    root = parse(draw_still(story(), routes=story_routes(), language=language))
    bars = [text.text for text in root.iter(f"{SVG}text") if re.fullmatch(rf"[\d\s]+ {unit}", text.text or "")]
    assert len(bars) == 3


def test_a_still_as_pdf_is_one_page_of_inks_with_the_millimetres_asked_for():
    """The trimmed page measures what was asked, the picture in four inks reaches beyond it on each side."""
    svg = draw_still(story(), language="en", size=(643, 454), mm=(85, 60), bleed_mm=3)
    pdf = still_pdf(svg, zoom=0.5, bleed_mm=3)
    media, trim = (
        [float(edge) / 72 * 25.4 for edge in re.search(rb"/%s \[([^\]]*)" % name, pdf)[1].split()]
        for name in (b"MediaBox", b"TrimBox")
    )
    assert media == pytest.approx([0, 0, 91, 66], abs=0.01)
    assert trim == pytest.approx([3, 3, 88, 63], abs=0.01)
    assert pdf.count(b"/Type /Page ") == 1
    assert b"/ColorSpace /DeviceCMYK" in pdf
    wide, high = (int(re.search(rb"/%s (\d+)" % side, pdf)[1]) for side in (b"Width", b"Height"))
    assert (wide, high) == (344, 250)
    packed = pdf[pdf.index(b"stream\n", pdf.index(b"/Image")) + 7 :]
    assert len(zlib.decompressobj().decompress(packed)) == 4 * wide * high
    assert pdf == still_pdf(svg, zoom=0.5, bleed_mm=3)


def test_a_bleed_without_millimetres_is_refused():
    assert parse_size("85x60mm", bleed_mm=3).bleed_mm == 3
    with pytest.raises(PageError, match="millimetres"):
        parse_size("card", bleed_mm=3)


def test_a_map_at_the_side_of_a_page_goes_on_into_its_bleed():
    with_bleed = parse(draw_still(story(), language="en", size=(643, 454), mm=(85, 60), bleed_mm=3))
    assert [float(edge) for edge in with_bleed.get("viewBox").split()] == pytest.approx(
        [-22.7, -22.7, 688.4, 499.4], abs=0.1
    )
    rects = [clip[0] for clip in with_bleed.iter(f"{SVG}clipPath")]
    assert min(float(rect.get("x")) for rect in rects) == pytest.approx(-22.7, abs=0.1)
    assert max(float(rect.get("x")) + float(rect.get("width")) for rect in rects) == pytest.approx(665.7, abs=0.1)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_every_filter_of_a_png_is_undone(seed):
    """PNG's five filters, put on by hand, row by row, as its specification has them."""
    dice = np.random.default_rng(seed)
    picture = dice.integers(0, 256, (5, 7, 4), dtype=np.uint8)
    before = np.zeros((6, 8, 4), int)
    before[1:, 1:] = picture
    left, above, corner = before[1:, :-1], before[:-1, 1:], before[:-1, :-1]
    likely = left + above - corner
    apart = np.stack([abs(likely - each) for each in (left, above, corner)])
    nearest = np.choose(apart.argmin(axis=0), [left, above, corner])
    kinds = dice.integers(0, 5, 5)
    guesses = np.stack([0 * left, left, above, (left + above) // 2, nearest])
    rows = (picture - guesses[kinds, range(5)]) % 256
    packed = zlib.compress(
        b"".join(bytes([kind, *row.ravel()]) for kind, row in zip(kinds.tolist(), rows, strict=True))
    )
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 7, 5, 8, 6, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(part)) + name + part + bytes(4) for name, part in parts]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    assert (png_channels(png) == picture).all()


@pytest.mark.parametrize("name", ["default", "daily", "agency", "thinktank"])
def test_no_colour_of_a_style_takes_more_ink_than_newsprint_bears(name):
    light = {key: value for key, value in load_style(name).light.items() if len(value) == 7}
    colours = np.array([[int(value[at : at + 2], 16) for at in (1, 3, 5)] for value in light.values()], dtype=np.uint8)
    inks = to_inks(colours[None]).astype(int)[0]
    assert (inks.sum(axis=1) / 2.55 <= 240).all()
    assert to_inks(np.zeros((1, 1, 3), np.uint8)).tolist() == [[[0, 0, 0, 255]]]  # black is black alone


def test_hostile_text_is_text_in_a_still():
    text = "</text><script>1</script>${2} <![CDATA[ \u202e &amp;"
    root = parse(draw_still(EventFile(events=(spot_event(1, 50, 30, name=text),)), title=text, lead=text))
    assert not list(root.iter(f"{SVG}script"))
    assert any("<script>" in (element.text or "") for element in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("size", [(960, 504), (600, 600), (450, 800)])
def test_every_leg_of_two_shipments_is_told_by_its_length(size):
    red_sea = [(51, 12.5), (43.3, 12.6), (37.2, 22), (32.5, 29.9)]
    ways = {
        "a": [(56.2, 27.1), (59, 24.5), *red_sea, (36, 35)],
        "b": [(72.8, 18.9), *red_sea, (11, 37.5), (-10, 43), (4.1, 51.9)],
    }
    events, routes = [], {}
    for number, (name, line) in enumerate(ways.items()):
        places = tuple(
            EventPlace(role=role, name=f"{name} {role}", lat=lat, lon=lon, precision="settlement", status="resolved")
            for role, (lon, lat) in (("origin", line[0]), ("destination", line[-1]))
        )
        events.append(Event(id=name, kind="shipment", places=places, legs=(Leg(from_=0, to=1, mode="sea"),)))
        routes[name] = [traced(Mode.SEA, line, 8000 + 1000 * number)]
    svg = draw_still(EventFile(events=tuple(events)), routes=routes, language="en", size=size)
    assert {f"{name} · about {8000 + 1000 * at:,} km" for at, name in enumerate(ways)} <= {
        text.text for text in parse(svg).iter(f"{SVG}text")
    }


@given(st.floats(0, 2 * np.pi), st.floats(40, 160))
def test_words_beside_a_line_touch_it_nowhere_and_lie_close(angle, wide):
    spots = [(12 * n * np.cos(angle), 12 * n * np.sin(angle), float(np.degrees(angle))) for n in range(30)]
    places = list(words_along(spots, wide, gap=9))
    assert places
    way = LineString([(x, y) for x, y, _ in spots])
    for x, y in places:
        assert 2 < box(x - wide / 2, y - 8, x + wide / 2, y + 8).distance(way) < 24


def test_a_legs_words_lie_nearer_to_it_than_to_a_way_it_shares():
    shared = [(12 * n, 0.0, 0.0) for n in range(30)]
    own = [*shared, *((348 + 12 * n, 12 * n, 45.0) for n in range(1, 9))]
    others = np.array([(x, y + 7) for x, y, _ in shared])
    x, y = next(iter(words_along(own, 80, gap=9, others=others)))
    words = box(x - 40, y - 8, x + 40, y + 8)
    assert words.distance(LineString([spot[:2] for spot in own])) < words.distance(LineString(others))


def test_a_tall_still_of_a_wide_story_lists_its_events_below_the_map():
    ship = Event(
        id="s", kind="shipment", title="A ship crosses the ocean", legs=(Leg(from_=0, to=1, mode="sea"),),
        places=tuple(
            EventPlace(role=role, name=role, lat=40, lon=lon, precision="settlement", status="resolved")
            for role, lon in (("origin", 130), ("destination", -120))
        ),
        reports=(Report(article="a", quote="The ship left."),),
    )  # fmt: skip
    routes = {"s": [traced(Mode.SEA, [(130, 40), (180, 46), (240, 40)], 9000)]}
    tall, wide = (
        [
            text.text
            for text in parse(draw_still(EventFile(events=(ship,)), routes=routes, size=size)).iter(f"{SVG}text")
        ]
        for size in ((450, 800), (960, 504))
    )
    assert "A ship crosses the ocean" in " ".join(tall)
    assert "A ship crosses the ocean" not in " ".join(wide)


def two_ships() -> tuple[EventFile, dict[str, list]]:
    events, routes = [], {}
    for at, title in enumerate(("A ship crosses the ocean", "Another ship crosses the ocean")):
        ends = (("origin", 130), ("destination", -120))
        places = tuple(
            EventPlace(role=role, name=role, lat=34 + 10 * at, lon=lon, precision="settlement", status="resolved")
            for role, lon in ends
        )
        reports = (Report(article="a", quote="The ship left, officials said. " * 6),)
        legs = (Leg(from_=0, to=1, mode="sea"),)
        events.append(Event(id=title, kind="shipment", title=title, legs=legs, places=places, reports=reports))
        routes[title] = [traced(Mode.SEA, [(130, 34 + 10 * at), (180, 46), (240, 34 + 10 * at)], 9000)]
    return EventFile(events=tuple(events)), routes


@pytest.mark.parametrize("size", [(450, 800), (600, 600), (643, 907)])
def test_a_list_below_a_map_is_whole_or_shorter(size):
    """The square one listed one ship of two, and an ellipsis."""
    events, routes = two_ships()
    texts = [
        text.text for text in parse(draw_still(events, routes=routes, size=size, language="en")).iter(f"{SVG}text")
    ]
    told = " ".join(filter(None, texts))
    assert "Another ship crosses the ocean" in told
    assert "…" not in texts


@pytest.mark.parametrize("size", [(450, 800), (600, 600), (643, 907)])
def test_a_route_lies_about_the_middle_of_its_map(size):
    events, routes = two_ships()
    svg = draw_still(events, routes=routes, size=size, language="en")
    top, high = (
        float(one)
        for one in re.search(r'<clipPath id="frame-\d+"><rect \S+ y="(\S+)" \S+ height="(\S+)"', svg).groups()
    )
    rings = [float(y) for y in re.findall(r'<circle cx="\S+" cy="(\S+)" r="10"', svg)][:4]  # those of the map
    assert all(top + 0.3 * high < y < top + 0.75 * high for y in rings)


@pytest.mark.parametrize("seed", [2, 3, 6, 10])
def test_a_name_without_room_beside_its_symbol_stands_at_the_end_of_a_line_that_crosses_nothing(seed):
    dice = random.Random(seed)  # noqa: S311 -- a test, not a secret
    spots = [(50 + dice.uniform(-1, 1), 30 + dice.uniform(-1.8, 1.8)) for _ in range(26)]
    events = tuple(spot_event(n, lat, lon, name=f"Long name of place {n}") for n, (lat, lon) in enumerate(spots))
    svg = draw_still(EventFile(events=events), language="en")
    ways = re.findall(r'<path d="M(\S+ [^L"]+L\S+ [^"]+)" fill="none" stroke="#\w+" stroke-width=".9"/>', svg)
    lines = [LineString([[float(at) for at in end.split()] for end in way.split("L")]) for way in ways]
    corners = re.findall(r"translate\((\S+) (\S+)\) scale\(\.833\)", svg)
    symbols = [Point(float(x) + 10, float(y) + 10) for x, y in corners]
    names = []
    for text in parse(svg).iter(f"{SVG}text"):
        if "Long name" in (text.text or ""):
            x, y, w = float(text.get("x")), float(text.get("y")), text_width(text.text, 13, bold=True)
            left = x - w * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
            names.append(box(left + 2, y - 11, left + w - 2, y + 2))
    assert lines
    assert not any(one.intersects(other) for at, one in enumerate(lines) for other in lines[:at])
    assert not any(line.distance(symbol) < 6 for line in lines for symbol in symbols)
    assert not any(line.intersects(name) for line in lines for name in names)


@pytest.mark.parametrize("away", [0.2, 40])
def test_a_small_map_tells_where_a_near_map_lies(away):
    events = tuple(spot_event(n, 49 + n * away / 3, 32 + n * away) for n in range(2))
    root = parse(draw_still(EventFile(events=events), language="en"))
    assert ("Ukraine" in [text.text for text in root.iter(f"{SVG}text")]) is (away < 1)
    # A picture in the picture cuts what lies beyond its edge.
    assert [one.text for one in root.iterfind(f".//{SVG}svg//{SVG}text")] == ["Ukraine"] * (away < 1)


def test_lines_part_no_number_from_what_it_counts():
    lines = wrap("Claimed: 20, documented: 20, reported: 20. 2 articles.", 10, 180, most=4)
    assert len(lines) > 1
    assert not [line for line in lines if line[-1].isdigit() or line.endswith(":")]


def test_where_nothing_is_placed_the_still_is_a_list_that_says_so():
    events = tuple(
        Event(
            id=f"e{n}", kind="shipment", title=f"Shipment {n}", places=(EventPlace(role="site", name=f"Nowhere {n}"),)
        )
        for n in range(90)
    )
    texts = [text.text for text in parse(draw_still(EventFile(events=events), language="en")).iter(f"{SVG}text")]
    assert "None of these events has a place that can be put on a map. They are listed below." in texts
    assert {"Shipment 0", "reported · place not found: Nowhere 0"} <= set(texts)
    assert "…" in texts
    assert not any("Natural Earth" in text for text in texts)


def test_too_small_a_still_is_refused():
    with pytest.raises(PageError, match="1200x630"):
        draw_still(EventFile(), size=(10, 10))


@pytest.mark.skipif(find_spec("resvg_py") is None, reason="resvg-py, which makes PNG of stills, is not installed")
def test_a_still_as_png_has_the_size_asked_for(still):
    png = still_png(still, zoom=1)
    assert png.startswith(b"\x89PNG")
    assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == (1200, 630)


def way_of(run: str) -> list[tuple[float, float]]:
    """Return the points of a path that goes by steps, as `Mx yl1 2 3 4` without its M."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", run)]
    return list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))


def test_sevastopol_lies_in_ukraine_on_the_still():
    """The border that a still draws, in its own pixels, leaves Sevastopol on Kyiv's side."""
    places = [(44.6, 33.53), (45.71, 34.39), (46.81, 33.48), (50.45, 30.52), (51.73, 36.19)]
    events = tuple(spot_event(number, lat, lon) for number, (lat, lon) in enumerate(places))
    svg = draw_still(EventFile(events=events), language="en", size=(1600, 1600))
    border = default_style().light["border"]
    borders = re.findall(
        r'<path d="([^"]+)" fill="none" stroke="BORDER" stroke-width=".9"/>'.replace("BORDER", border), svg
    )
    lines = [LineString(way_of(run)) for path in borders for run in path.strip("M").split("M")]
    spots = re.findall(r'<path transform="translate\(([\d.]+) ([\d.]+)\) scale\(.833\)"', svg)
    sevastopol, dzhankoi, kakhovka, kyiv, kursk = [(float(x) + 10, float(y) + 10) for x, y in spots][:5]
    assert not any(line.intersects(LineString([sevastopol, dzhankoi, kakhovka, kyiv])) for line in lines)
    assert any(line.intersects(LineString([kyiv, kursk])) for line in lines)


@pytest.mark.parametrize(
    ("box", "name"),
    [
        ((20, 35, 140, 65), "lcc"), ((-180, -60, 180, 80), "eqearth"),
        ((10, -20, 40, 20), "merc"), ((0, 75, 60, 88), "laea"),
    ],
)  # fmt: skip
def test_the_projection_suits_the_extent(box, name):
    west, south, east, north = box
    extent = Box(west=west, south=south, east=east, north=north)
    assert projection_of(extent).name == name


def test_points_are_fitted_into_their_frame():
    import numpy as np

    points = np.array([[20.0, 40.0], [140.0, 45.0], [60.0, 62.0]])
    box = Box(west=20, south=40, east=140, north=62)
    paper = Paper(box, left=10, top=20, width=500, height=300, points=points, pad=30)
    frame = Polygon([(39, 49), (481, 49), (481, 291), (39, 291)])
    assert all(frame.buffer(2).contains(Point(xy)) for xy in paper.points(points))


@given(st.lists(st.tuples(st.floats(-540, 540), st.floats(-90, 90)), min_size=1, max_size=30), st.integers(1, 4))
def test_lines_come_back_as_they_went(points, digits):
    back = decode_line(encode_line(points, digits=digits), digits=digits)
    kept = [tuple(round(v * 10**digits) for v in point) for point in points]
    kept = [point for number, point in enumerate(kept) if not number or point != kept[number - 1]]
    assert [tuple(round(v * 10**digits) for v in point) for point in back] == kept


def test_land_that_came_in_pieces_and_lines_is_drawn_whole():
    """A mainland whose outline met itself was a collection of several, and Africa a sea."""
    pieces = MultiPolygon([box(0, 0, 50, 50), box(100, 0, 150, 50)])
    assert path_data(GeometryCollection([pieces, LineString([(0, 60), (50, 60)])]), 0.1).count("M") == 3


_PLACES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 300), st.integers(0, 200), st.integers(20, 90), st.floats(-8, 8)),
    max_size=60,
)


@given(_PLACES)
def test_names_that_are_chosen_never_meet_and_leave_none_out_that_has_room(found):
    places = [
        _Place(spot=spot, label="", box=(x, y, w, 16), anchor="start", at=x, cost=cost) for spot, x, y, w, cost in found
    ]
    chosen = list(_most(places))

    def meet(one: _Place, other: _Place) -> bool:
        (a, b, c, d), (x, y, w, h) = one.box, other.box
        return a < x + w and x < a + c and b < y + h and y < b + d

    assert len({place.spot for place in chosen}) == len(chosen)
    assert not any(meet(one, other) for at, one in enumerate(chosen) for other in chosen[:at])
    spots = {place.spot for place in chosen}
    assert all(place.spot in spots or any(meet(place, other) for other in chosen) for place in places)


@pytest.mark.parametrize("size", [(1200, 630), (642, 907), (1080, 1920)])
def test_a_still_of_crowds_names_most_and_its_detail_maps_are_large(size):
    near = [spot_event(n, 49 + n % 8 / 3, 30 + n // 8, name=f"Town {n}") for n in range(40)]
    far = [spot_event(40 + n, 14 + n / 3, 28 + n % 3, name=f"Far {n}") for n in range(8)]
    svg = draw_still(EventFile(events=tuple(near + far)), size=size, language="en")
    frames = [
        [float(one) for one in found]
        for found in re.findall(
            r'<clipPath id="frame[ABC]-\d+"><rect x="\S+" y="\S+" width="(\S+)" height="(\S+)"/>', svg
        )
    ]
    assert len(frames) == 2
    assert max(wide * high for wide, high in frames) > 0.15 * size[0] * size[1]
    assert len(set(re.findall(r">(Town \d+)<", svg))) >= 20


@pytest.mark.parametrize("size", [(1200, 630), (1080, 1080), (1080, 1920), (642, 907)])
def test_headline_and_lead_are_whole_where_there_is_room(size):
    title = "A night of strikes on the harbour, its mills and two stations along the river"
    lead = " ".join(f"Words {number} of a lead that tells what is established." for number in range(4))
    svg = draw_still(story(), routes=story_routes(), language="en", size=size, title=title, lead=lead)
    texts = " ".join(text.text or "" for text in parse(svg).iter(f"{SVG}text"))
    assert title in texts
    assert lead in texts


def test_a_still_names_the_seas_that_its_story_lies_on():
    assert "Sea of Japan" in draw_still(story(), routes=story_routes(), language="en")
    pacific = draw_still(*two_ships()[:1], routes=two_ships()[1], language="en", size=(540, 960))
    assert "Pacific Ocean" in pacific
    drawn = re.findall(r'fill="([^"]+)"[^>]*font-style="italic"[^>]*>Pacific Ocean<', pacific)
    assert drawn == [default_style().light["sea-name"]]


@pytest.mark.parametrize("size", [(1200, 630), (1080, 1080)])
def test_a_list_of_what_is_nowhere_cuts_no_words_where_there_is_room(size):
    said = "Un hameau du nom de Verkhnia Balka aurait été touché dans la nuit de mardi à mercredi."
    gone = (EventPlace(role="site", name="Verkhnia Balka", status="unresolved"),)
    report = (Report(article="a", quote=said),)
    events = tuple(Event(id=f"e{n}", kind="strike", title="Frappe", places=gone, reports=report) for n in range(3))
    svg = draw_still(EventFile(events=events), language="fr", size=size)
    assert "…" not in svg
    assert svg.count("Verkhnia") >= 6


@pytest.mark.parametrize("size", [(1200, 630), (400, 711)])
def test_a_still_tells_what_it_is_of_which_days_and_whose_articles(size):
    svg = draw_still(story(), routes=story_routes(), language="en", size=size)
    texts = [element.text for element in parse(svg).iter(f"{SVG}text")]
    kicker = next(text for text in texts if text.startswith("Arms: what"))
    assert "2024" in kicker
    assert not kicker.endswith("…")
    lines = " ".join(texts)
    assert "folium" not in lines, "the tools of a still are not in print"
    assert "Articles: " in lines


def test_a_still_says_what_a_status_means_where_there_is_room():
    wide = draw_still(story(), routes=story_routes(), language="en", size=(1400, 800))
    assert "documented: an independent body examined evidence" in wide
    for size in ((1400, 800), (400, 711), (642, 907)):
        svg = draw_still(story(), routes=story_routes(), language="en", size=size)
        ends = [
            float(text.get("x")) + text_width(text.text, float(text.get("font-size"))) * 0.9
            for text in parse(svg).iter(f"{SVG}text")
            if text.get("text-anchor") is None and text.get("font-size") == "12.5"
        ]
        assert max(ends) < size[0], "no entry runs out of the picture"


def test_the_sign_of_a_region_stands_in_it():
    svg = draw_still(story(), routes=story_routes(), language="en", size=(1600, 1200))
    frames = _signs_and_areas(svg)
    assert frames
    for sign, areas in frames:
        assert any(area.buffer(1).contains(sign) for area in areas)


def _signs_and_areas(svg: str) -> list:
    found = []
    for group in re.split(r'<clipPath id="frame', svg)[1:]:
        areas = [shapely_way(way) for way in re.findall(r'<path d="(M[^"]+)" fill="#\w+" fill-opacity="\.14"', group)]
        signs = re.findall(r"translate\((\S+) (\S+)\) scale\(\.5\)", group)
        found += [(Point(float(x) + 6, float(y) + 6), areas) for x, y in signs]
    return found


def shapely_way(way: str) -> MultiPolygon:
    """The polygon of path data in relative steps."""
    parts = []
    for part in filter(None, way.split("M")):
        numbers = [float(one) for one in re.findall(r"-?\d*\.?\d+", part)]
        parts.append(np.cumsum(np.array(numbers).reshape(-1, 2), axis=0))
    return union_all([Polygon(part).buffer(0) for part in parts])


@pytest.mark.parametrize("size", [(1200, 630), (1080, 1920)])
def test_no_symbol_lies_behind_a_detail_maps_name(size):
    near = [spot_event(n, 49 + n % 9 / 3, 30 + n // 9 / 2, name=f"Town {n}") for n in range(40)]
    far = [spot_event(40 + n, 14 + n / 3, 28 + n % 3, name=f"Far {n}") for n in range(8)]
    svg = draw_still(EventFile(events=tuple(near + far)), size=size, language="en")
    captions = [
        box(*(float(one) for one in (x, y)), float(x) + float(w), float(y) + 24)
        for x, y, w in re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="24" fill', svg)
    ]
    symbols = [
        Point(float(x) + 10, float(y) + 10).buffer(8)
        for x, y in re.findall(r"translate\((\S+) (\S+)\) scale\(\.833\)", svg)
    ]
    assert captions
    assert len(symbols) > 40
    assert not any(caption.intersects(symbol) for caption in captions for symbol in symbols)
