"""KML, KMZ and GPX in: placemarks, waypoints and tracks as features. No document type, so no entity, is let in."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import shapely
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from geo.formats.gis.features_in import FeatureIn
from geo.formats.layout.columns import ColumnType, columns_of
from geo.formats.layout.shapes import together
from geo.formats.sheets.archives import open_archive
from geo.records.errors import FormatError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARTS = frozenset({"Point", "LineString", "Polygon"})
_MOST_KML = 500_000_000
_DOCUMENT_DEPTH = 2  # Elements round what stands in the document itself: its name is no folder's
_GPX_TEXTS = {"name": "title", "desc": "description", "cmt": "notes", "time": "date", "type": "kind", "sym": "symbol"}
_TIMES = {"when": "date", "begin": "date_start", "end": "date_end"}


def read_kml(path: Path) -> list[FeatureIn]:
    """Read a KML file."""
    with path.open("rb") as content:
        return list(_placemarks(content, str(path)))


def read_kmz(path: Path) -> list[FeatureIn]:
    """Read the KML documents inside an archive; images and links are left alone."""
    features: list[FeatureIn] = []
    with open_archive(path) as archive:
        for name in archive.names():
            if name.lower().endswith(".kml"):
                if archive.size(name) > _MOST_KML:
                    raise FormatError(f"{path}: {name} is over {_MOST_KML // 1_000_000} MB; split it")
                with archive.open(name) as content:
                    features += _placemarks(content, f"{path}, {name}")
    return features


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
    times = ((_TIMES.get(local_name(part)), (part.text or "").strip()) for part in placemark.iter())
    return {key: text for key, text in times if key and text}


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
    kinds = {column.name: column.type for column in columns_of()}
    return {key: _converted(value, kinds.get(key)) if value else value for key, value in found.items()}


def _converted(text: str, kind: ColumnType | None) -> Any:  # noqa: ANN401 - a scalar of the column's type
    """Return a text as its column's type has it; what is none stays a text, and the record's check says so."""
    if kind is ColumnType.BOOLEAN:
        return text == "true"
    try:
        return int(text) if kind is ColumnType.INTEGER else float(text) if kind is ColumnType.NUMBER else text
    except ValueError:
        return text


def _geometry(placemark: "Element") -> Any:  # noqa: ANN401 - shapely has no types
    shapes = [_shape(part) for part in placemark.iter() if local_name(part) in _PARTS]
    return together(shapes) if shapes else None


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


def read_gpx(path: Path) -> list[FeatureIn]:
    """Read a GPX file: waypoints as places, tracks and routes as lines."""
    with path.open("rb") as content:
        elements = iter_nested(content, str(path), tags=frozenset({"wpt", "trk", "rte"}))
        return list(_tracks(element for _, element in elements))


def _tracks(elements: "Iterator[Element]") -> Iterator[FeatureIn]:
    for element in elements:
        properties: dict[str, Any] = {
            _GPX_TEXTS[local_name(child)]: child.text.strip()
            for child in element
            if local_name(child) in _GPX_TEXTS and child.text and child.text.strip()
        }
        try:
            yield FeatureIn(properties=_dated(properties, element), geometry=_track(element))
        except (ValueError, shapely.errors.GEOSException) as error:
            yield FeatureIn(properties=properties, geometry=None, fault=f"coordinates can't be read ({error})")


def _track(element: "Element") -> Any:  # noqa: ANN401 - shapely has no types
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


def iter_nested(content: IO[bytes], name: str, *, tags: frozenset[str]) -> Iterator[tuple[int, "Element"]]:
    """Yield elements of given tags as they close, each with how many stand round it; forget all others."""
    open_wanted = 0
    above: list[Element] = []
    try:
        for happening, element in ElementTree.iterparse(content, events=("start", "end"), forbid_dtd=True):
            local = local_name(element)
            if happening == "start":
                open_wanted += local in tags
                above.append(element)
                continue
            above.pop()
            if local in tags:
                open_wanted -= 1
                yield len(above), element
            if not open_wanted and above:
                del above[-1][:]
    except DefusedXmlException as error:
        raise FormatError(f"{name}: declares a document type or entities; refused, save it again without") from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise FormatError(f"{name}: not well-formed XML ({error}); save the file again") from error


def local_name(element: "Element") -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: "Element", local: str) -> str | None:
    """Return an attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == local:
            return value
    return None
