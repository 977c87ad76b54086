"""Files of areas and lines that lie under a map (`--layer`)."""

import json

import pytest

from geo.formats.beside import read_layer
from geo.formats.reading import read_table_or_events
from geo.formats.writing import write_events
from geo.records import EventFile
from geo.records.errors import FormatError
from maps import draw_map, draw_still

_HOLE = [[[33, 45], [36, 45], [36, 46], [33, 45]], [[34, 45.2], [34.5, 45.2], [34.5, 45.3], [34, 45.2]]]


def _file(folder, *geometries):
    path = folder / "front.geojson"
    features = [{"type": "Feature", "properties": {"note": "a"}, "geometry": each} for each in geometries]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _layered(folder):
    line = {"type": "LineString", "coordinates": [[37, 47], [38, 48]]}
    layer = read_layer(_file(folder, line, {"type": "Polygon", "coordinates": _HOLE}))
    table = folder / "t.csv"
    table.write_text("date,place,lat,lon,kind\n2024-03-01,Odesa,46.48,30.73,strike\n", encoding="utf-8")
    struck = read_table_or_events(table).events
    return EventFile(events=(*struck.events, *layer.events), articles=struck.articles)


def test_a_layer_is_drawn_and_named_and_never_counted(tmp_path):
    page = draw_map(_layered(tmp_path), language="en")
    data = json.loads(page.split('id="story-data">')[1].split("</script>")[0])
    (layer,) = data["context"]
    assert (len(layer["lines"]), [len(rings) for rings in layer["rings"]]) == (1, [2])
    assert len(data["events"]) == 1
    assert "</i>front" in page
    assert draw_still(_layered(tmp_path), language="en").count('stroke-opacity=".7" stroke-width="2"') == 1


@pytest.mark.parametrize("ending", ["json", "geojson", "gpkg", "csv", "xlsx", "parquet"])
def test_a_layer_comes_out_again(tmp_path, ending):
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    out = tmp_path / f"out.{ending}"
    write_events(_layered(tmp_path), out)
    kept = [event for event in read_table_or_events(out).events.events if event.kind == "context"]
    assert [place.extent.partition(" ")[0] for event in kept for place in event.places] == ["LINESTRING", "POLYGON"]
    assert {event.attributes["context"] for event in kept} == {"front"}


def test_a_file_of_points_is_no_layer(tmp_path):
    with pytest.raises(FormatError, match="neither areas nor lines"):
        read_layer(_file(tmp_path, {"type": "Point", "coordinates": [30, 50]}))
