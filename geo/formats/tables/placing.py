"""Names in tables to places, by the gazetteer; what stays ambiguous is said, never guessed."""

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from gazetteer.match.areas import admin1 as areas
from gazetteer.match.keys import name_key
from gazetteer.records import PRECISION_OF, Candidate, Place, PlaceKind, Precision, Status
from gazetteer.text.language_tables import language_table, languages
from gazetteer.toponyms.containment.areas import holds
from gazetteer.toponyms.resolution.meant import is_of_many, recurs_in
from geo.formats.columns.headers import Header, header_parts, is_vague, plain_words
from geo.formats.columns.layout import Column, Layout
from geo.formats.columns.numbers import country_code
from geo.formats.columns.scoring import Use
from geo.formats.layout.cells import plain_text
from geo.records import Rival
from geo.records.values import country_name

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

_CLEARLY_LARGER = 10  # a place this many times as populous as the next is the one a table means by the bare name
_MOST_RIVALS = 10
_AREAS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2)


class Placed(Struct, frozen=True, kw_only=True):
    """What the gazetteer makes of a name."""

    status: Status
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: Precision | None = None
    radius_km: float | None = None
    rivals: tuple[Rival, ...] = ()


class Placer:
    """Looks names up, each once; the gazetteer is opened at the first name."""

    def __init__(self, open_gazetteer: "Callable[[], Gazetteer] | None") -> None:
        self._open = open_gazetteer
        self._gazetteer: Gazetteer | None = None
        self._placed: dict[tuple[str, str | None, str | None], Placed] = {}
        self._areas: dict[tuple[str, str | None], Placed] = {}

    def place(self, name: str, *, country: str | None = None, admin1: str | None = None) -> Placed:
        """Return what a name means."""
        key = (name, country, admin1)
        if is_vague(name):
            return Placed(status=Status.UNRESOLVED)
        if key not in self._placed:
            found = self._named(name, country, admin1)
            if found.status is Status.UNRESOLVED and (bare := _without_kind(name)):
                found = self._named(bare, country, admin1)
            if found.status is Status.UNRESOLVED and ("," in name or name.endswith(")")) and not admin1:
                found = self._within(name, country)
            self._placed[key] = found
        return self._placed[key]

    def _named(self, name: str, country: str | None, admin1: str | None) -> Placed:
        """Return what a name means: in the area told, where one is; of places elsewhere none is the one meant."""
        found = self._find(name, country)
        area = self._area_of(admin1)
        if area is None:
            return settle(found)
        if len(found) >= _MOST_RIVALS:
            found = [*self._find(name, country, admin1=admin1), *found]
        inside = [one for one in found if holds(area, one.place) or one.place.place_id == area.place_id]
        placed, key = settle(inside or found), name_key(name)
        surely = inside and not is_of_many(key, inside[0].place, recurs_in(key, [one.place for one in found]))
        if surely or placed.status is not Status.RESOLVED:
            return placed
        return Placed(status=Status.UNRESOLVED, rivals=tuple(_rival(one) for one in inside))

    def _area_of(self, admin1: str | None) -> Place | None:
        return self._gazetteer.area(admin1) if admin1 and self._gazetteer is not None else None

    def _within(self, text: str, country: str | None) -> Placed:
        """Return what "town, area" or "town (country)" means; unresolved where neither stands there."""
        name, _, after = (part.strip() for part in text.rstrip(")").rpartition("(" if text.endswith(")") else ","))
        code = country_code(after) or country
        area = self.area(after, country=code).admin1
        if name and (area or country_code(after)):
            return self.place(name, country=code or str(area).partition(".")[0], admin1=area)
        return Placed(status=Status.UNRESOLVED)

    def knows(self, name: str) -> bool:
        """Return whether the gazetteer has a name, alone or with the area that stands after its comma."""
        return self.place(name).status is not Status.UNRESOLVED

    def several(self, text: str) -> list[str]:
        """Return the names that commas and "and" divide, none where it is one ("Springfield, Illinois")."""
        names = [name.strip() for name in _separators().split(text) if name.strip()]
        if len(names) < 2 or self.knows(text):  # noqa: PLR2004 - one is no list
            return []
        return names if all(map(self.knows, names)) else []

    def area(self, name: str, *, country: str | None) -> Placed:
        """Return the first-level area of a name; unresolved where no or more than one has it."""
        key = (name, country)
        if key not in self._areas:
            spellings = (name, *_as_area(name))
            found = next((each for text in spellings if (each := self._find(text, country, kind=PlaceKind.ADMIN1))), [])
            alone = len({each.place.admin1 for each in found}) == 1
            self._areas[key] = settle(found[:1] if alone else [])
        return self._areas[key]

    def _find(
        self, name: str, country: str | None, *, admin1: str | None = None, kind: PlaceKind | None = None
    ) -> list[Candidate]:
        if self._open is None:
            return []
        if self._gazetteer is None:
            self._gazetteer = self._open()
        asked: dict[str, Any] = {"admin1": admin1} if admin1 else {"kind": kind} if kind else {}
        return self._gazetteer.lookup(name, country=country, limit=_MOST_RIVALS, fuzzy=False, **asked)


@cache
def _separators() -> re.Pattern[str]:
    """Return what stands between names of a list: commas, and the words for "and"."""
    words = "|".join(map(re.escape, sorted(header_parts("and"))))
    return re.compile(rf"[,;|\n]\s*(?:(?:{words})\s+)?|\s+(?:{words})\s+", re.IGNORECASE)


@cache
def _kind_words(*classes: str) -> frozenset[str]:
    """Return the words of all languages beside names of a kind: "м." before towns, "область" after areas."""
    tables = [language_table(language) for language in languages()]
    return frozenset(word.casefold() for table in tables for name in classes for word in table.cues.get(name, ()))


def _without_kind(name: str) -> str | None:
    """Return a settlement's name without the word that says so, or its port's: "м. Одеса", "Puerto de Algeciras"."""
    words, kinds = name.split(), _kind_words("kinds.settlement_before", "kinds.village_before")
    counts = (count for count in range(len(words) - 1, 0, -1) if " ".join(words[:count]).casefold() in kinds)
    bare = next((" ".join(words[count:]) for count in counts), None)
    said = [word for word in words if header_parts("port").isdisjoint(plain_words(word))]
    while said and len(said) < len(words) and is_vague(said[0]):
        said = said[1:]
    return bare or (" ".join(said) if 0 < len(said) < len(words) else None)


def _as_area(name: str) -> list[str]:
    """Return how an area may be called too: "Одеська" is "Одеська область", "Taiz Governorate" is "Taiz"."""
    (first, _, rest), (head, _, last) = name.partition(" "), name.rpartition(" ")
    bare = [rest] if first.casefold() in _kind_words("kinds.admin1_before") else []
    bare += [head] if last.casefold() in _kind_words("kinds.admin1_after") else []
    cues = [table.cues for language in languages() if (table := language_table(language)).area_adjectives]
    full = [(f"{name} {each['kinds.admin1_after'][0]}", f"{each['kinds.admin1_before'][0]} {name}") for each in cues]
    return [*filter(None, bare), *(text for texts in full for text in texts)]


def settle(candidates: list[Candidate]) -> Placed:
    """Return the one place that candidates leave no doubt of, or all of them as rivals."""
    if not candidates:
        return Placed(status=Status.UNRESOLVED)
    best, others = candidates[0], candidates[1:]
    if any(_competes(best, other) for other in others):
        return Placed(status=Status.AMBIGUOUS, rivals=tuple(_rival(each) for each in candidates))
    place = best.place
    same = {name: getattr(place, name) for name in ("place_id", "lat", "lon", "country", "admin1", "radius_km")}
    rivals = tuple(_rival(each) for each in others)
    return Placed(status=Status.RESOLVED, precision=PRECISION_OF[place.kind], rivals=rivals, **same)


def _competes(best: Candidate, other: Candidate) -> bool:
    """Return whether a table's bare name may as well mean the other place."""
    here, there = best.place, other.place
    if there.kind in _AREAS and here.country == there.country:
        return False  # the city and the area named after it: a table of places means the city
    if here.kind is PlaceKind.COUNTRY:
        return False
    return here.population < _CLEARLY_LARGER * there.population or here.population == 0


def _rival(candidate: Candidate) -> Rival:
    place = candidate.place
    area = areas().get(place.admin1 or "")
    # An area named like the place, or the place itself, tells nothing.
    within = area.name if area and place.kind not in _AREAS and area.name != place.name else None
    parts = (place.name, within, country_name(place.country, "en") if place.country else None)
    label = ", ".join(part for part in parts if part)
    return Rival(place_id=place.place_id, label=label, lat=place.lat, lon=place.lon, score=candidate.score)


_GROUPS = ("place", "origin", "via", "destination")
_SAMPLE = 20
_LONGEST_NAME = 60
_MOST_OF = 0.7


def with_named_places(layout: Layout, placer: Placer) -> Layout:
    """Return a layout whose places, if no column is known to say them, stand in the column of names that are known."""
    if layout.own or any(_says_where(column.header) for column in layout.columns):
        return layout
    unsaid = [use for use in layout.attributes if use.text not in layout.mapping.columns]
    share, at = max(((_known(layout, use, placer), -use.at) for use in unsaid), default=(0.0, 0))
    if share < _MOST_OF:
        return layout
    header = Header("place.name", (1,))
    why = f"{round(100 * share)}% of its names are in the gazetteer"
    uses = tuple(structs.replace(use, header=header, why=why) if use.at == -at else use for use in layout.uses)
    text = next(use.text for use in uses if use.at == -at)
    return structs.replace(layout, uses=uses, columns=(*layout.columns, Column(at=-at, text=text, header=header)))


def _says_where(header: Header) -> bool:
    group, _, name = header.key.rpartition(".")
    return group in _GROUPS and name not in ("country", "admin1")


def _known(layout: Layout, use: Use, placer: Placer) -> float:
    """Return the share of a column's names, a sample of them, that the gazetteer knows; 0 for one that repeats."""
    rows = [row for _, row in layout.data() if use.at < len(row)]
    names = list(dict.fromkeys(text for row in rows if (text := plain_text(row[use.at]).strip())))[:_SAMPLE]
    if not names or max(map(len, names)) > _LONGEST_NAME or any(not name[0].isalpha() for name in names):
        return 0.0
    if sum(country_code(name) is not None for name in names) * 2 > len(names):
        return 0.0
    return sum(bool(placer.several(name)) or placer.knows(name) for name in names) / len(names)
