"""GPX: waypoints as places, tracks and routes as lines."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from geo.formats.columns.mapping import Mapping
from geo.formats.gis.features_in import FeatureIn, read_features
from geo.formats.problems import Reading
from geo.formats.sheets.xmlparts import attribute, iter_elements, local_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from gazetteer.gazetteer import Gazetteer

_TEXTS = {"name": "title", "desc": "description", "cmt": "notes", "time": "date", "type": "kind", "sym": "symbol"}


def read_gpx(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read a GPX file."""
    with path.open("rb") as content:
        features = list(_features(iter_elements(content, str(path), tags=frozenset({"wpt", "trk", "rte"}))))
    return read_features(features, name=str(path), open_gazetteer=open_gazetteer, mapping=mapping)


def _features(elements: "Iterator[Element]") -> Iterator[FeatureIn]:
    for element in elements:
        properties: dict[str, Any] = {
            _TEXTS[local_name(child)]: child.text.strip()
            for child in element
            if local_name(child) in _TEXTS and child.text and child.text.strip()
        }
        try:
            yield FeatureIn(properties=_dated(properties, element), geometry=_geometry(element))
        except (ValueError, shapely.errors.GEOSException) as error:
            yield FeatureIn(properties=properties, geometry=None, fault=f"coordinates can't be read ({error})")


def _geometry(element: "Element") -> Any:  # noqa: ANN401 - shapely has no types
    if local_name(element) == "wpt":
        return shapely.Point(_position(element))
    stretches = [part for part in element if local_name(part) == "trkseg"] or [element]
    lines = [[_position(each) for each in part if local_name(each) in ("trkpt", "rtept")] for part in stretches]
    kept = [shapely.LineString(line) for line in lines if len(line) > 1]
    return kept[0] if len(kept) == 1 else shapely.MultiLineString(kept) if kept else None


def _position(point: "Element") -> tuple[float, float]:
    return float(attribute(point, "lon") or "nan"), float(attribute(point, "lat") or "nan")


def _dated(properties: dict[str, Any], element: "Element") -> dict[str, Any]:
    """Return a track's properties with the times of its first and last point."""
    times = [each.text.strip() for each in element.iter() if local_name(each) == "time" and each.text]
    if local_name(element) == "wpt" or not times or "date" in properties:
        return properties
    return {**properties, "date_start": times[0], "date_end": times[-1]}
