"""KML and KMZ: placemarks with their names, times and extended data."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import shapely

from geo.formats.columns.mapping import Mapping
from geo.formats.gis.features_in import FeatureIn, read_features
from geo.formats.problems import Reading
from geo.formats.sheets.archives import open_archive
from geo.formats.sheets.xmlparts import attribute, iter_nested, local_name
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from gazetteer.gazetteer import Gazetteer
    from geo.formats.layout.columns import ColumnType

_PARTS = frozenset({"Point", "LineString", "Polygon"})
_MOST_KML = 500_000_000
_DOCUMENT_DEPTH = 2
"""Elements round what stands in the document itself: its name is no folder's."""


def read_kml(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read a KML file; errors as `read_kmz`."""
    with path.open("rb") as content:
        features = list(_placemarks(content, str(path)))
    return read_features(features, name=str(path), open_gazetteer=open_gazetteer, mapping=mapping)


def read_kmz(
    path: Path, open_gazetteer: "Callable[[], Gazetteer] | None" = None, mapping: Mapping | None = None
) -> Reading:
    """Read the KML documents inside an archive; images and links are left alone."""
    features: list[FeatureIn] = []
    with open_archive(path) as archive:
        for name in archive.names():
            if name.lower().endswith(".kml"):
                if archive.size(name) > _MOST_KML:
                    raise FormatError(f"{path}: {name} is over {_MOST_KML // 1_000_000} MB; split it")
                with archive.open(name) as content:
                    features += _placemarks(content, f"{path}, {name}")
    return read_features(features, name=str(path), open_gazetteer=open_gazetteer, mapping=mapping)


def _placemarks(content: IO[bytes], name: str) -> Iterator[FeatureIn]:
    folders: dict[int, str] = {}
    for depth, element in iter_nested(content, name, tags=frozenset({"Placemark", "name"})):
        if local_name(element) == "name":
            folders[depth] = (element.text or "").strip()
            continue
        properties = _properties(element)
        if "event_id" not in properties and folders.get(depth) and depth > _DOCUMENT_DEPTH:
            properties.setdefault("folder", folders[depth])
        try:
            yield FeatureIn(properties=properties, geometry=_geometry(element))
        except (ValueError, shapely.errors.GEOSException) as error:
            yield FeatureIn(properties=properties, geometry=None, fault=f"coordinates can't be read ({error})")


def _properties(placemark: "Element") -> dict[str, Any]:
    texts = {local_name(child): (child.text or "").strip() for child in placemark if child.text}
    found: dict[str, Any] = _extended(placemark)
    if identifier := attribute(placemark, "id"):
        found.setdefault("id", identifier)
    if "name" in texts and not {"title", "event_id"} & found.keys():
        found["title"] = texts["name"]
    if "description" in texts and "event_id" not in found:
        found["description"] = texts["description"]
    return found | {
        key: value for key, value in _times(placemark).items() if key not in found and "event_id" not in found
    }


def _times(placemark: "Element") -> dict[str, str]:
    named = {"when": "date", "begin": "date_start", "end": "date_end"}
    return {
        named[local_name(part)]: part.text.strip()
        for part in placemark.iter()
        if local_name(part) in named and part.text and part.text.strip()
    }


def _extended(placemark: "Element") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in placemark.iter():
        if local_name(part) == "Data":
            value = next((child.text for child in part if local_name(child) == "value"), None)
            found[attribute(part, "name") or ""] = value
        elif local_name(part) == "SimpleData":
            found[attribute(part, "name") or ""] = part.text
    found.pop("", None)
    return _typed(found) if "event_id" in found else found


def _typed(found: dict[str, Any]) -> dict[str, Any]:
    """Return our own data with numbers and truth values as such: KML holds texts alone."""
    from geo.formats.layout.columns import COLUMNS

    kinds = {column.name: column.type for column in COLUMNS}
    return {key: _converted(value, kinds.get(key)) if value else value for key, value in found.items()}


def _converted(text: str, kind: "ColumnType | None") -> Any:  # noqa: ANN401 - a scalar of the column's type
    """Return a text as its column's type has it; what is none stays a text, and the record's check says so."""
    from geo.formats.layout.columns import ColumnType

    try:
        match kind:
            case ColumnType.INTEGER:
                return int(text)
            case ColumnType.NUMBER:
                return float(text)
            case ColumnType.BOOLEAN:
                return text == "true"
    except ValueError:
        return text
    return text


def _geometry(placemark: "Element") -> Any:  # noqa: ANN401 - shapely has no types
    shapes = [_shape(part) for part in placemark.iter() if local_name(part) in _PARTS]
    if len(shapes) < 2:  # noqa: PLR2004 - one geometry or none
        return shapes[0] if shapes else None
    kinds = {shape.geom_type for shape in shapes}
    if kinds == {"LineString"}:
        return shapely.MultiLineString(shapes)
    return shapely.MultiPolygon(shapes) if kinds == {"Polygon"} else shapely.GeometryCollection(shapes)


def _shape(part: "Element") -> Any:  # noqa: ANN401 - as above
    rings = [_coordinates(each.text or "") for each in part.iter() if local_name(each) == "coordinates"]
    if not rings:
        raise ValueError("no coordinates")
    if local_name(part) == "Point":
        return shapely.Point(rings[0][0])
    return shapely.LineString(rings[0]) if local_name(part) == "LineString" else shapely.Polygon(rings[0], rings[1:])


def _coordinates(text: str) -> list[tuple[float, float]]:
    tuples = [each.split(",") for each in text.split()]
    if not tuples or any(len(each) < 2 for each in tuples):  # noqa: PLR2004 - longitude and latitude
        raise ValueError(f"{text[:40]!r} are no coordinates")
    return [(float(each[0]), float(each[1])) for each in tuples]
