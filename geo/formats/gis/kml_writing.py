"""KML for Google Earth and My Maps: styles by kind, dashed names told in words, time spans."""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from geo.formats.layout.columns import KIND_COLOURS, OTHER_COLOUR, Layer, columns_of
from geo.formats.layout.features import Feature, iter_features
from geo.formats.layout.legal import Credits
from geo.formats.layout.shapes import Dot, Shape
from geo.formats.options import ExportOptions
from geo.formats.sheets.writing import NOT_XML
from geo.records import EventFile
from geo.records.file import whole_file

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>armsatlas</name>'
_ICON = "<IconStyle><color>{0}</color><scale>0.8</scale></IconStyle>"
_LINE = "<LineStyle><color>{0}</color><width>{1}</width></LineStyle>"
_FILL = "<PolyStyle><color>{0}</color></PolyStyle>"
_SURE = ("documented", "acknowledged")


def write_kml(events: EventFile, path: Path | str, options: ExportOptions) -> None:
    """Write one document with a folder a layer."""
    with whole_file(path, suffix=".kml") as temporary, temporary.open("w", encoding="utf-8") as out:
        for piece in kml_pieces(events, options):
            out.write(piece)


def kml_pieces(events: EventFile, options: ExportOptions) -> Iterator[str]:
    """Yield the document piece by piece; attribution and licence stand in each placemark's data."""
    about = "\n".join(f"{name}: {value}" for name, value in Credits().about_rows(options) if value)
    yield f"{_HEAD}<description>{xml_text(about)}</description>"
    yield from (_style(kind, sure=sure) for kind in (*KIND_COLOURS, "other") for sure in (True, False))
    yield from (_placemark(feature) for feature in iter_features(events, options))
    yield "</Document></kml>\n"


def xml_text(text: str) -> str:
    """Escape a text; what XML can't hold is left out."""
    return escape(NOT_XML.sub("", text))


def _colour(rgba: str, alpha: int) -> str:
    red, green, blue, _ = (int(part) for part in rgba.split(","))
    return f"{alpha:02x}{blue:02x}{green:02x}{red:02x}"


def _style(kind: str, *, sure: bool) -> str:
    colour = KIND_COLOURS.get(kind, OTHER_COLOUR)
    line = _LINE.format(_colour(colour, 255 if sure else 150), 3 if sure else 1.5)
    icon, fill = _ICON.format(_colour(colour, 255 if sure else 150)), _FILL.format(_colour(colour, 60 if sure else 25))
    return f'<Style id="{kind}-{"sure" if sure else "claimed"}">{icon}{line}{fill}</Style>'


def _placemark(feature: Feature) -> str:
    values = feature.values
    kind = str(values["kind"])
    style = f"{kind if kind in KIND_COLOURS else 'other'}-{'sure' if values['status'] in _SURE else 'claimed'}"
    name = str(values.get("label") or values.get("name") or values["title"] or kind)
    if feature.layer is Layer.ROUTES:
        name = f"{values['from_name']} – {values['to_name']}"
    begin, end = values["date_start"], values["date_end"]
    days = (f"<begin>{begin}</begin>" if begin else "") + (f"<end>{end}</end>" if end else "")
    span = f"<TimeSpan>{days}</TimeSpan>" if days else ""
    cells = ((column.name, values[column.name]) for column in columns_of(feature.layer))
    texts = (
        (key, str(cell).lower() if isinstance(cell, bool) else str(cell)) for key, cell in cells if cell is not None
    )
    data = "".join(f"<Data name={quoteattr(key)}><value>{xml_text(text)}</value></Data>" for key, text in texts)
    return (
        f"<Placemark><name>{xml_text(name)}</name>{span}<styleUrl>#{style}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>{_geometry(feature.geometry)}</Placemark>\n"
    )


def _geometry(shape: Shape | None) -> str:
    if shape is None:
        return ""
    if isinstance(shape, Dot):
        return f"<Point><coordinates>{shape.x},{shape.y}</coordinates></Point>"
    parts = [_part(part) for part in getattr(shape, "geoms", [shape])]
    return parts[0] if len(parts) == 1 else f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _part(part: Shape) -> str:
    if part.geom_type == "LineString":
        return f"<LineString><tessellate>1</tessellate><coordinates>{_xy(part)}</coordinates></LineString>"
    rings = [("outer", part.exterior), *(("inner", ring) for ring in part.interiors)]  # type: ignore[union-attr]
    bounds = "".join(
        f"<{where}BoundaryIs><LinearRing><coordinates>{_xy(ring)}</coordinates></LinearRing></{where}BoundaryIs>"
        for where, ring in rings
    )
    return f"<Polygon><tessellate>1</tessellate>{bounds}</Polygon>"


def _xy(line: Shape) -> str:
    coordinates = np.asarray(line.coords).tolist()  # type: ignore[union-attr]
    return " ".join(f"{lon},{lat}" for lon, lat in coordinates)
