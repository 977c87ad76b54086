"""What each column of a table holds, and which field it stands for: values and headers weighed together."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from geo.formats.columns.dates import names_a_month, parse_date
from geo.formats.columns.headers import Header, find_value, header_parts, plain_words, read_value
from geo.formats.columns.numbers import country_code, parse_bounded, parse_coordinates, parse_degrees, parse_number
from geo.formats.layout.cells import Cell, plain_texts

_SAMPLE = 300
_URL = re.compile(r"(?i)(?:https?://|www\.)\S+")
_WKT_START = re.compile(r"(?i)\s*(?:POINT|LINESTRING|POLYGON|MULTI\w+|GEOMETRYCOLLECTION)\s*Z?M?\s*\(")
_DATE_LIKE = re.compile(r"\d[-/.–]\d|\d-?W\d|[QTHS]\d|[^\W\d_]{3,}|^\d{8}$")
"""What a date needs that a bare number lacks."""
_CLOCK = re.compile(r"(?i)\d{1,2}[:.h]\d{2}(?::\d{2})?.*|\d{3,4}")
_WORDY = re.compile(r"[^\W\d_TZhHQSW]")  # Letters that a bare day with its time has no use for
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:")
_MOST_LAT, _MOST_LON = 90, 180
_COORDINATE_DECIMALS = re.compile(r"-?\d{1,3}[.,]\d{2,}")
_WORDS_LENGTH, _SHOWN = 120, 60
_CHOICES = ("status", "precision", "mode", "boolean", "role", "kind")

Shares: TypeAlias = dict[str, float]


class Profile(Struct, frozen=True, kw_only=True):
    """One column's values, as shares from 0 to 1 of those that are filled."""

    filled: int
    distinct: float
    shares: Shares

    def share(self, what: str) -> float:
        """Return the share of values that are of a sort."""
        return self.shares.get(what, 0.0)


def profile(values: Sequence[Cell]) -> Profile:
    """Return a column's profile, from a sample spread over its length."""
    filled = [cell for cell in values if cell is not None and cell != ""]
    sample = plain_texts(filled[:: max(1, len(filled) // _SAMPLE)][:_SAMPLE])
    counts: dict[str, int] = {}
    for text in sample:
        for what in _sorts(text[:1000]):
            counts[what] = counts.get(what, 0) + 1
    size = max(1, len(sample))
    distinct = len(set(filled)) / max(1, len(filled))
    return Profile(filled=len(filled), distinct=distinct, shares={what: n / size for what, n in counts.items()})


def _sorts(text: str) -> list[str]:
    """Return what a value may be; it may be several things."""
    found = []
    if _URL.match(text):
        return ["url"]
    if _WKT_START.match(text):
        found.append("wkt")
        return found
    found += _numeric_sorts(text)
    if len(text) <= _WORDS_LENGTH:
        if _is_date(text):
            found.append("date")
            if _DATE_LIKE.search(text):
                found.append("written date")
        if _CLOCK.fullmatch(text):
            found.append("time")
        if country_code(text):
            found.append("country")
        if read_value("hemisphere", text):
            found.append("half")
        found += [name for name in _CHOICES if read_value(name, text)]
        if "kind" not in found and find_value("kind", text):
            found.append("kind")
    return found


def _is_date(text: str) -> bool:
    """Return whether a value is a date: of those in words only ones that name a month, since all others are rare."""
    if not any(char.isdigit() for char in text) or (_WORDY.search(text) and not names_a_month(text)):
        return _STAMP.match(text) is not None
    return parse_date(text, order="dmy") is not None or parse_date(text, order="mdy") is not None


def _numeric_sorts(text: str) -> list[str]:
    found: list[str] = []
    if not any(char.isdigit() for char in text):
        return found
    if (number := parse_number(text, decimal="." if "," not in text else ",")) is not None:
        found += ["number", "whole"] if number.is_integer() else ["number"]
    if parse_bounded(text).value is not None:
        found.append("amount")
    if (degrees := parse_degrees(text)) is not None and abs(degrees[0]) <= _MOST_LON:
        found.append("degrees")
        found += ["latitude"] if abs(degrees[0]) <= _MOST_LAT else ["beyond 90"]
        if degrees[1] or _COORDINATE_DECIMALS.fullmatch(text):
            found.append("exact degrees")
    elif parse_coordinates(text) is not None:
        found.append("pair")
    return found


_EXACT, _ENOUGH, _CLEAR, _HALF, _FEW = 1.0, 1.0, 0.8, 0.5, 0.2


class Use(Struct, frozen=True, kw_only=True):
    """A column, the field that it stands for (None for an attribute), and why."""

    at: int
    text: str
    header: Header | None
    why: str


def _share(*sorts: str) -> Callable[[Profile], float]:
    return lambda found: max(found.share(sort) for sort in sorts)


_HOLDS: dict[str, tuple[str, Callable[[Profile], float]]] = {
    "lat": ("latitudes", _share("latitude")),
    "lon": ("longitudes", _share("degrees")),
    "coordinates": ("coordinates", _share("pair", "wkt")),
    "lat_half": ("halves of the earth", _share("half")),
    "lon_half": ("halves of the earth", _share("half")),
    "country": ("countries", _share("country")),
    "url": ("addresses", _share("url")),
    "time": ("times", _share("time", "date")),
    "status": ("what a claim's status may be", _share("status")),
    "mode": ("means of transport", lambda found: 1.0 if found.share("mode") else _words(found)),
    "disputed": ("yes or no", _share("boolean")),
    "reviewed": ("yes or no", _share("boolean")),
    "radius_km": ("numbers", _share("number")),
    "score": ("numbers", _share("number")),
}
"""By a field's last name, what its column must hold, and how far a profile shows it."""
_STRICT = frozenset({"lat_half", "lon_half", "status", "country", "disputed", "reviewed", "time", "radius_km"})
"""Of these a header alone proves little: a column without one fitting value is somebody's own."""
_MOST = frozenset({"max", "maximum", "most", "high"})
_GRID = frozenset({"place.zone", "place.easting", "place.northing"})
_NO_WEAPON = ("number", "date", "url", "pair", "boolean", "country")
_COUNTED = ("killed", "wounded", "killed_most", "wounded_most")
_BY_VALUES = {
    "date": _share("written date"),
    "place.lat": lambda found: min(found.share("latitude"), found.share("exact degrees")),
    "place.lon": lambda found: min(found.share("degrees"), found.share("exact degrees")),
    "place.coordinates": _share("pair", "wkt"),
    "source.url": _share("url"),
    "kind": _share("kind"),
    "weapon": lambda found: 0.0 if any(map(found.shares.get, _NO_WEAPON)) else 1.0,
    **dict.fromkeys(("supplier", "recipient"), _share("country")),
    **dict.fromkeys(_COUNTED, _share("amount")),
}
_SAID: dict[str, tuple[float, Callable[[Profile], float]]] = {
    "date": (_CLEAR, _share("date")),
    "place.lat": (_CLEAR, _share("latitude")),
    "place.lon": (_CLEAR, _share("degrees")),
    "kind": (_HALF, _share("kind")),
}
"""What suffices where a word of the header says the field: bare numbers for a date, half of the kinds."""
_UNMISTAKABLE = ("place.coordinates", "source.url", "kind", "date")
"""What values alone may show: a pair of coordinates or an address is nothing else."""


def _words(found: Profile) -> float:
    return 0.0 if found.share("number") > _CLEAR else _FEW


def assign(
    texts: Sequence[str],
    meanings: Sequence[Header | None],
    columns: Sequence[Sequence[Cell]],
    named: tuple[str | None, str | None] = (None, None),
) -> list[Use]:
    """Return what each column with a header stands for; the headers, or what stands above them, may name a kind."""
    profiles = [profile(cells) for cells in columns]
    uses = [_by_header(at, text, meanings[at], profiles[at]) for at, text in enumerate(texts)]
    uses = _without_parts(uses, profiles, named)
    taken = {use.header.key for use in uses if use.header}
    # A column whose header has a word of a date comes before one that only holds dates.
    for at, use in sorted(enumerate(uses), key=lambda each: header_parts("date").isdisjoint(plain_words(each[1].text))):
        if use.header is None and use.text:
            uses[at] = _by_values(use, profiles[at], taken)
            taken |= {uses[at].header.key} - set(_COUNTED) if uses[at].header else set()  # type: ignore[union-attr]
    return [use for use in _without_several(uses, meanings) if use.text]


def named_kind(texts: Iterable[str]) -> str | None:
    """Return the text that names a kind of event, None where they name none or several."""
    named = {kind: text for text in reversed(list(texts)) if (kind := find_value("kind", text))}
    return next(iter(named.values())) if len(named) == 1 else None


def _without_several(uses: list[Use], meanings: Sequence[Header | None]) -> list[Use]:
    """Return the uses without counts of people that are one of several: soldiers here, civilians there."""
    guessed = [use for use in uses if use.header and meanings[use.at] is None and use.header.key in _COUNTED]
    sums = {use.at for use in guessed if not header_parts("total").isdisjoint(plain_words(use.text))}

    def mistaken(use: Use, header: Header) -> str | None:
        alike = [other.at for other in guessed if other.header == header] if use in guessed else []
        alone = use.at in sums and len(sums.intersection(alike)) == 1
        return "one of several such counts; none is said to be the sum" if len(alike) > 1 and not alone else None

    return _without(uses, mistaken)


def _by_header(at: int, text: str, header: Header | None, found: Profile) -> Use:
    if header is None:
        return Use(at=at, text=text, header=None, why="header not known")
    last = header.key.rpartition(".")[2]
    what, fit = _HOLDS.get(last, ("", None))
    share = fit(found) if fit and found.filled else _EXACT
    if header.key == "id" and found.filled > 10 and found.distinct < _HALF:  # noqa: PLR2004 - half of many
        header, why = None, "its values are no ids: they repeat"
    elif header.key == "id" and found.share("url") > _CLEAR:
        header, why = None, "its values are addresses"
    elif header.key == "date" and found.filled and not found.share("date") and found.share("whole") == _EXACT:
        header, why = Header("date.day"), "header; its values are days of a month"
    elif header.key == "date.start" and found.filled and not found.share("date"):
        header, why = Header("origin.name"), "header; its values are no dates"
    elif fit and found.filled and share == 0 and (last in _STRICT or found.filled > 2):  # noqa: PLR2004 - a slip or two
        header, why = None, f"holds no {what}"
    else:
        why = f"header; {round(100 * share)}% of its values are {what}" if fit and found.filled else "header"
    return Use(at=at, text=text, header=header, why=why)


def _without(uses: Iterable[Use], mistaken: Callable[[Use, Header], str | None]) -> list[Use]:
    """Return the uses without the fields of those that are mistaken for one, with the reason."""
    reasons = [(use, mistaken(use, use.header) if use.header else None) for use in uses]
    return [Use(at=use.at, text=use.text, header=None, why=why) if why else use for use, why in reasons]


def _without_parts(uses: list[Use], profiles: Sequence[Profile], named: tuple[str | None, str | None]) -> list[Use]:
    """Return the uses without what alone says nothing, and kinds that are none of events where the headers name one.

    A unit without a quantity is a military one; zone, easting and northing stand together; a list of cartridges that
    were found has kinds of cartridges, and so have "Type" and "Category" below the title "Seizures of arms".
    """
    keys = [use.header.key for use in uses if use.header]
    counted = [
        use.header.numbers for use in uses if use.header and use.header.key in ("quantity.any", "quantity.value")
    ]

    arms = [profiles[use.at].distinct for use in uses if use.header and use.header.key == "weapon"]

    def mistaken(use: Use, header: Header) -> str | None:
        if header.key == "weapon" and profiles[use.at].distinct < max(arms):
            return "another column tells the weapon more exactly"
        if header.key == "quantity.unit" and header.numbers not in counted:
            return "no quantity stands beside it"
        if header.key in _GRID and not set(keys) >= _GRID:
            return "zone, easting and northing stand together"
        if header.key == "kind" and any(named) and not profiles[use.at].share("kind"):
            said = named[0] or (header_parts("event").isdisjoint(plain_words(use.text)) and named[1])
            return f"none of its values is a kind of event; {said[:_SHOWN]!r} names one" if said else None
        return None

    return _without(uses, mistaken)


def _by_values(use: Use, found: Profile, taken: set[str]) -> Use:
    """Return what a column of an unknown header stands for by what it holds, if that is free and plain."""
    words = set(plain_words(use.text))
    best = max(_candidates(words, found, taken), default=(0.0, ""))
    if best[0] < _ENOUGH:
        return use
    share = round(100 * max(_BY_VALUES[best[1]](found), _SAID.get(best[1], (0, _BY_VALUES[best[1]]))[1](found)))
    return Use(at=use.at, text=use.text, header=Header(best[1]), why=f"{share}% of its values are such")


def _candidates(words: set[str], found: Profile, taken: set[str]) -> Iterator[tuple[float, str]]:
    for key, holds in _BY_VALUES.items():
        if key in taken or _is_said_otherwise(key, taken) or words & header_parts("later"):
            continue
        bounded = key in _COUNTED and key.endswith("_most") is not bool(words & _MOST)
        if words & header_parts(key.removesuffix("_most")) and not bounded:
            least, fits = _SAID.get(key, (_CLEAR, holds))
            if fits(found) >= least:
                yield _ENOUGH + fits(found), key
        elif key in _UNMISTAKABLE and holds(found) >= _CLEAR:
            yield holds(found) + _FEW - (_ENOUGH if found.filled <= 1 else 0.0), key


def _is_said_otherwise(key: str, taken: set[str]) -> bool:
    """Return whether other columns say already what a field would: a start is a date, two columns are a position."""
    beside = {
        "date": {"date.start", "date.end", "record"},
        "place.coordinates": {"place.lat", "place.lon", "place.easting"},
        "place.lat": {"place.coordinates"},
        "place.lon": {"place.coordinates"},
        "source.url": {"source.any"},
    }
    return bool(beside.get(key, set()) & taken)
