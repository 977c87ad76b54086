"""Which field each column of a table stands for: values and headers weighed together."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from geo.formats.columns.dates import parse_date
from geo.formats.columns.headers import Header, header_parts, plain_words, read_value
from geo.formats.columns.profiles import Profile, profile, profiles_of
from geo.formats.layout.cells import Cell, plain_text

_SAMPLE, _SHOWN = 300, 60
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
    "description": _share("prose"),
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
_UNMISTAKABLE = ("place.coordinates", "source.url", "kind", "date", "description")
"""What values alone may show: a pair of coordinates or an address is nothing else."""


_OTHERWISE: tuple[tuple[str, Callable[[Profile], bool], str, str], ...] = (
    ("id", lambda found: found.filled > 10 and found.distinct < _HALF, "", "its values are no ids: they repeat"),  # noqa: PLR2004 - half of many
    ("id", lambda found: found.share("url") > _CLEAR, "", "its values are addresses"),
    ("id", lambda found: found.serial, "", "its values count the rows"),
    ("quantity.any", lambda found: found.serial, "", "its values count the rows"),
    ("quantity.any", lambda found: found.share("written date") > _CLEAR, "date", "header; its values are dates"),
    ("place.name", lambda found: found.share("number") > _CLEAR, "", "its values are numbers"),
    ("weapon", lambda found: found.share("boolean") > _CLEAR > found.distinct, "", "its values are yes or no"),
    ("weapon", lambda found: found.share("number") > _CLEAR, "quantity.any", "header; its values are numbers"),
    (
        "date",
        lambda found: found.filled > 0 and not found.share("date") and found.share("whole") == _EXACT,
        "date.day",
        "header; its values are days of a month",
    ),
    *(
        (key, lambda found: found.filled > 0 and not found.share("date"), stop, "header; its values are no dates")
        for key, stop in (("date.start", "origin.name"), ("date.end", "destination.name"))
    ),
)
"""A header's field, what its values show, the field that it stands for then (none: an attribute), and why."""


def _words(found: Profile) -> float:
    return 0.0 if found.share("number") > _CLEAR else _FEW


def assign(
    texts: Sequence[str],
    meanings: Sequence[Header | None],
    columns: Sequence[Sequence[Cell]],
    named: tuple[str | None, str | None] = (None, None),
) -> list[Use]:
    """Return what each column with a header stands for; the headers, or what stands above them, may name a kind."""
    profiles = profiles_of(columns)
    uses = [_by_header(at, text, meanings[at], profiles[at]) for at, text in enumerate(texts)]
    uses = _without_parts(_in_company(uses, columns), profiles, named)
    taken = {use.header.key for use in uses if use.header}
    # A column whose header has a word of a date comes before one that only holds dates.
    unnamed = [(at, use) for at, use in enumerate(uses) if use.header is None and use.text]
    for at, use in sorted(unnamed, key=lambda each: header_parts("date").isdisjoint(plain_words(each[1].text))):
        uses[at] = _by_values(use, profiles[at], taken)
        taken |= {uses[at].header.key} - set(_COUNTED) if uses[at].header else set()  # type: ignore[union-attr]
    return [use for use in _without_several(uses, meanings) if use.text]


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
    otherwise = next((rest for key, is_so, *rest in _OTHERWISE if key == header.key and is_so(found)), None)
    if otherwise:
        header, why = Header(otherwise[0]) if otherwise[0] else None, otherwise[1]
    elif fit and found.filled and share == 0 and (last in _STRICT or found.filled > 2):  # noqa: PLR2004 - a slip or two
        header, why = None, f"holds no {what}"
    else:
        why = f"header; {round(100 * share)}% of its values are {what}" if fit and found.filled else "header"
    return Use(at=at, text=text, header=header, why=why)


def _without(uses: Iterable[Use], mistaken: Callable[[Use, Header], str | None]) -> list[Use]:
    """Return the uses without the fields of those that are mistaken for one, with the reason."""
    reasons = [(use, mistaken(use, use.header) if use.header else None) for use in uses]
    return [Use(at=use.at, text=use.text, header=None, why=why) if why else use for use, why in reasons]


def _in_company(uses: list[Use], columns: Sequence[Sequence[Cell]]) -> list[Use]:
    """Return the uses with what other columns beside them make of a field.

    A ship's arrival before its departure starts a visit; what a way is aimed at is where it ends; of several columns
    of weapons the most exact names it, the next its type; names come before codes.
    """
    keys = {use.header.key: use.at for use in uses if use.header}
    renamed: dict[int, str | None] = {}
    if {"date.start", "date.end"} <= keys.keys() and _runs_back(columns[keys["date.start"]], columns[keys["date.end"]]):
        renamed |= {keys["date.start"]: "date.end", keys["date.end"]: "date.start"}
    if "origin.name" in keys and "destination.name" not in keys:
        renamed |= {use.at: "destination.name" for use in uses if _names(use, "place.name", "target")}
    arms = sorted(
        (_exactness(use, columns[use.at]), use.at) for use in uses if use.header and use.header.key == "weapon"
    )
    renamed |= {at: None for _, at in arms[:-1]}
    renamed |= {at: "weapon.type" for (exact, *_), at in arms[-2:-1] if not exact}
    for stop in ("origin.name", "destination.name", "place.name"):
        alike = [use.at for use in uses if use.header and use.header.key == stop]
        coded = [at for at in alike if profile(columns[at]).share("code") > _CLEAR]
        renamed |= dict.fromkeys(coded if len(coded) < len(alike) else [], None)
    return [_renamed(use, renamed[use.at]) if use.at in renamed else use for use in uses]


def _renamed(use: Use, key: str | None) -> Use:
    header = Header(key) if key else None
    return Use(at=use.at, text=use.text, header=header, why="header and the columns beside it")


def _names(use: Use, key: str, part: str) -> bool:
    return use.header is not None and use.header.key == key and not header_parts(part).isdisjoint(plain_words(use.text))


def _exactness(use: Use, cells: Sequence[Cell]) -> tuple[bool, float, int]:
    """Return how exactly a column names a weapon: not by type or category, in how many ways, types after categories."""
    generic = not header_parts("type").isdisjoint(plain_words(use.text))
    return not generic, profile(cells).distinct, use.at if generic else -use.at


def _runs_back(starts: Sequence[Cell], ends: Sequence[Cell]) -> bool:
    """Return whether most starts come after their ends."""
    pairs = zip(starts[:_SAMPLE], ends[:_SAMPLE], strict=False)
    dates = [(parse_date(plain_text(first)), parse_date(plain_text(last))) for first, last in pairs if first and last]
    days = [(first.start, last.start) for first, last in dates if first and last and first.start and last.start]
    return 2 * sum(first > last for first, last in days) > len(days)


def _without_parts(uses: list[Use], profiles: Sequence[Profile], named: tuple[str | None, str | None]) -> list[Use]:
    """Return the uses without what alone says nothing, and kinds that are none of events where the headers name one.

    A unit without a quantity is a military one; zone, easting and northing stand together; a list of cartridges that
    were found has kinds of cartridges, and so have "Type" and "Category" below the title "Seizures of arms".
    """
    keys = [use.header.key for use in uses if use.header]
    counted = [
        use.header.numbers for use in uses if use.header and use.header.key in ("quantity.any", "quantity.value")
    ]

    def mistaken(use: Use, header: Header) -> str | None:
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
    if found.share("number") > _CLEAR and read_value("unit", use.text):
        return Use(at=use.at, text=use.text, header=Header("quantity.any"), why="how many of a unit")
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
        elif key in _UNMISTAKABLE and holds(found) >= _CLEAR and words.isdisjoint(header_parts("vessel.name")):
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
