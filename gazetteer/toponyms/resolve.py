"""Settle each name of a text on one place, with the whole text as evidence."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.match.keys import name_key
from gazetteer.records import Candidate, MatchKind, Place, PlaceKind, Status
from gazetteer.text.lexicon import EntryKind
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.rank import LAUNCH_SITES, Name, Ranker, is_reviewed, rank
from gazetteer.toponyms.recognition.mentions import Mention

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_CANDIDATES = 24
_MOST_RIVALS = 5
_MOST_NAMES = 80
_LONGEST_LIST = 24
"""Names; what a list shares is looked for no further, so that endless lists stay linear."""
_SURE = 0.5
_SURE_RATIO = 1.6
_LEAST_SCORE = 0.02
_SITES = (PlaceKind.SITE, PlaceKind.WATER, PlaceKind.REGION)
_GENERIC = (PlaceKind.WATER, PlaceKind.REGION, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.SITE)
_LARGE_AREAS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_LEAST_TOWN = 5_000
_EXTENDED = (PlaceKind.WATER, PlaceKind.REGION)
_LARGE_TOWN = 50_000
_ADJECTIVES = (
    "скии",
    "ская",
    "ское",
    "цкии",
    "цкая",
    "цкое",
    "ськии",
    "ська",
    "ське",
    "зькии",
    "зька",
    "цькии",
    "цька",
)
_AREAS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)


class Settled(Struct, frozen=True, kw_only=True):
    """The place a mention was settled on, how surely, and the others."""

    place: Place | None
    status: Status
    rivals: tuple[Candidate, ...]


NameKey = tuple[str, str | None, int]
"""The name, the kind of area it is said to be, and which of its senses in the text."""
_CITY = "city"
"""Instead of a kind of area: the capital of a country that has its name."""
_REACHING = frozenset({"relations.from_to", "relations.bound", "relations.reaching"})
_NO_CITY = frozenset({"relations.border", "words.contracted"})
UNSETTLED = Settled(place=None, status=Status.UNRESOLVED, rivals=())


def resolve_mentions(
    mentions: Sequence[Mention],
    around: Sequence[Context],
    home: frozenset[str] = frozenset(),
    ranker: Ranker | None = None,
) -> list[Settled]:
    """Settle every mention; those that share a name, and its kind, share the place."""
    names, order = names_of(mentions, around, home)
    scores = [values for part in _parts(names) for values in rank(part, ranker=ranker)]
    settled = [_settle(name, values) for name, values in zip(names, scores, strict=True)]
    return [settled[at] for at in order]


def _parts(names: Sequence[Name]) -> Iterator[Sequence[Name]]:
    """Cut the names of a very long text up, so that weighing them stays linear; nearness counts within a part."""
    for start in range(0, len(names), _MOST_NAMES):
        shift = range(start, min(start + _MOST_NAMES, len(names)))
        yield [
            replace(name, close_to=frozenset(other - start for other in name.close_to if other in shift))
            for name in names[shift.start : shift.stop]
        ]


def names_of(
    mentions: Sequence[Mention], around: Sequence[Context], home: frozenset[str] = frozenset()
) -> tuple[list[Name], list[int]]:
    """Gather the mentions that must mean the same place into names; `home` are the countries of the text's language.

    Returns:
        The names, and for each mention the index of its name.
    """
    keys = _with_senses(mentions, around, [_name_of(mentions, number, around) for number in range(len(mentions))])
    order: dict[NameKey, int] = {}
    for key in keys:
        order.setdefault(key, len(order))
    return _names(mentions, around, keys, order, home), [order[key] for key in keys]


def _with_senses(mentions: Sequence[Mention], around: Sequence[Context], keys: Sequence[NameKey]) -> list[NameKey]:
    """Part the mentions of a name that the text itself tells apart ("Lebanese Tripoli", "the other Paris").

    A mention that says nothing of its own goes with the one before that did, else with the next, unless that one is
    set apart from it.
    """
    said = [frozenset(_containing(mentions, around, number)) for number in range(len(mentions))]
    apart = [context.demonym_before >= 0 or context.other for context in around]
    usual: dict[NameKey, frozenset[str]] = {}
    for key, where, contrasted in zip(keys, said, apart, strict=True):
        if where and not contrasted:
            usual.setdefault(key, where)
    numbers: dict[NameKey, dict[tuple[bool, frozenset[str]], int]] = {}
    found: list[NameKey] = []
    for key, where, contrasted in zip(keys, said, apart, strict=True):
        if where and not contrasted:
            usual[key] = where
        sense = (contrasted, where) if contrasted else (False, usual.get(key, frozenset()))
        known = numbers.setdefault(key, {})
        found.append((key[0], key[1], known.setdefault(sense, len(known))))
    return found


def _name_of(mentions: Sequence[Mention], number: int, around: Sequence[Context]) -> NameKey:
    """Return what mentions must share to mean the same place: the name, and the area it is said to be."""
    mention = mentions[number]
    kind = mention.kind
    if kind is None and max(around[number].joined_before, around[number].joined_after) >= 0:
        kind = shared_kind(number, around)
    area = kind if kind in ("admin1", "admin2") else None
    if _own_capital(mention) is not None and _is_city(mention, around[number]):
        area = _CITY
    return mention.key or mention.text, area, 0


def _own_capital(mention: Mention) -> Place | None:
    """Return the capital that bears its country's name ("Djibouti", "Алжир"), if a name is such a country's."""
    entry = mention.entry
    if entry is None or entry.kind is not EntryKind.COUNTRY:
        return None
    return next((p for p in mention.places[:6] if p.feature_code == "PPLC" and p.country == entry.country), None)


def _is_city(mention: Mention, context: Context) -> bool:
    """Tell whether the words beside such a name speak of the city: a kind word, or a ship or plane bound for it."""
    if mention.kind in ("settlement", "site"):
        return True
    left = context.left
    reached = _REACHING | {"relations.locative"} if _is_city_state(mention) else _REACHING
    return context.travelled and not context.article and not left & _NO_CITY and bool(left & reached)


def _is_city_state(mention: Mention) -> bool:
    """Tell whether most people of a country live in the capital that has its name: "à Djibouti", "in Singapore"."""
    capital = _own_capital(mention)
    country = next((place for place in mention.places if place.kind is PlaceKind.COUNTRY), None)
    return capital is not None and country is not None and 2 * capital.population >= country.population > 0


def shared_kind(number: int, around: Sequence[Context]) -> str | None:
    """Return the plural kind word that a list shares ("régions de Kiev et de Poltava")."""
    before = around[number].joined_before
    while before >= max(0, number - _LONGEST_LIST):
        left = around[before].left
        for kind in ("admin1", "admin2"):
            if f"kinds.{kind}_plural_before" in left:
                return kind
        before = around[before].joined_before
    after = number
    while 0 <= after <= number + _LONGEST_LIST:
        for kind in ("admin1", "admin2"):
            if f"kinds.{kind}_plural_after" in around[after].right:
                return kind
        after = around[after].joined_after
    return None


def _names(
    mentions: Sequence[Mention],
    around: Sequence[Context],
    keys: Sequence[NameKey],
    order: Mapping[NameKey, int],
    home: frozenset[str],
) -> list[Name]:
    grouped: list[list[int]] = [[] for _ in order]
    for number, key in enumerate(keys):
        grouped[order[key]].append(number)
    names = [_name(mentions, around, keys, order, numbers, home) for numbers in grouped]
    return _set_apart(names, list(order))


def _set_apart(names: Sequence[Name], keys: Sequence[NameKey]) -> list[Name]:
    """Leave out of each sense of a name the places that lie in another sense's area."""
    senses: dict[tuple[str, str | None], list[Name]] = {}
    for name, key in zip(names, keys, strict=True):
        senses.setdefault(key[:2], []).append(name)
    apart: list[Name] = []
    for name, key in zip(names, keys, strict=True):
        taken = frozenset().union(*(other.within for other in senses[key[:2]] if other is not name)) - name.within
        left = tuple(place for place in name.places if not taken & {place.country, place.admin1}) if taken else ()
        apart.append(replace(name, places=left) if left else name)
    return apart


def _name(  # noqa: PLR0917 (what every step of one text passes on)
    mentions: Sequence[Mention],
    around: Sequence[Context],
    keys: Sequence[NameKey],
    order: Mapping[NameKey, int],
    numbers: Sequence[int],
    home: frozenset[str],
) -> Name:
    first = mentions[numbers[0]]
    within: set[str] = set()
    close: set[int] = set()
    kinds = {kind for n in numbers if (kind := mentions[n].kind or keys[n][1]) and kind != _CITY}
    for number in numbers:
        within |= _containing(mentions, around, number)
        close |= {order[keys[other]] for other in _close_to(mentions, around, number)}
    places = first.places if len(first.places) <= _MOST_CANDIDATES else _shortened(first.places, within, mentions)
    inside = tuple(place for place in places if within & {place.country, place.admin1})
    if inside and not all(place.kind in _LARGE_AREAS for place in inside):
        # "Valence (Espagne)" is in Spain, if there is one.
        places = inside
    places = _of_kinds(mentions, around, numbers, keys[numbers[0]][1], kinds, places, home)
    return Name(
        key=first.key,
        places=places,
        given=_given(first),
        within=frozenset(within),
        kinds=frozenset(kinds),
        close_to=frozenset(close - {order[keys[numbers[0]]]}),
        mentions=len(numbers),
        as_area="relations.bound" in around[numbers[0]].left,
        home=home,
        english="US" in home,
    )


def _without_areas_around(places: tuple[Place, ...], home: frozenset[str]) -> tuple[Place, ...]:
    """Leave out areas abroad that bear their town's name: "in Kherson" is the town, where no word says "region"."""
    towns = {
        (place.admin1, name_key(place.name))
        for place in places
        if place.kind is PlaceKind.SETTLEMENT and place.population >= _LEAST_TOWN
    }
    return tuple(
        place
        for place in places
        if place.kind is not PlaceKind.ADMIN1
        or place.country in home
        or not any(area == place.admin1 and name_key(place.name).startswith(town) for area, town in towns)
    )


def _launch_sites(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Keep the cosmodromes and ranges of a name, where there are some: no rocket is launched from Plesetsk town."""
    return tuple(place for place in places if place.feature_code in LAUNCH_SITES and is_reviewed(place)) or places


def _is_generic(mention: Mention, places: Sequence[Place]) -> bool:
    """Tell whether a name of several words is a sea's, strait's or region's: no hamlet of that name is meant.

    "Mer Rouge" is in Louisiana too, "Golan Heights" and "Great Lakes" as well.
    """
    known = [place for place in places if place.kind in _EXTENDED]
    return (
        len(mention.key.split()) > 1
        and bool(known)
        and all(place.kind is not PlaceKind.SETTLEMENT or place.population < _LARGE_TOWN for place in places)
    )


def _of_kinds(  # noqa: PLR0917 (what every step of one text passes on)
    mentions: Sequence[Mention],
    around: Sequence[Context],
    numbers: Sequence[int],
    said: str | None,
    kinds: AbstractSet[str],
    places: tuple[Place, ...],
    home: frozenset[str],
) -> tuple[Place, ...]:
    """Keep the places that are of the kind that the words beside a name say; all where none is."""
    first = mentions[numbers[0]]
    if "kinds.village_before" in around[numbers[0]].left:
        # "Das Dorf Murom" near Belgorod is not the town of 110,000 on the Oka: better no place than that one.
        large = {place.country for place in places if place.population >= _LARGE_TOWN}
        small = tuple(place for place in places if place.population < _LARGE_TOWN)
        places = tuple(place for place in small if not large or place.country in large)
    if said == _CITY:
        places = tuple(place for place in places if place.kind is PlaceKind.SETTLEMENT) or places
    elif _is_country(mentions, around, numbers):
        places = tuple(place for place in places if place.kind is PlaceKind.COUNTRY) or places
    elif said:
        # What a text calls a region is not the city that gives it its name, however large; and a district's adjective
        # ("в Соломенском районе") is no village that reads alike.
        adjective = said == "admin2" and first.key.endswith(_ADJECTIVES)
        places = tuple(place for place in places if place.kind in _AREAS) or (() if adjective else places)
    if "site" in kinds:
        # "The port of X" is the port, where the gazetteer has it beside the town; only a strait or an island is water.
        extended = any("kinds.geo_before" in around[number].left for number in numbers)
        wanted = _SITES if extended else (PlaceKind.SITE,)
        places = tuple(place for place in places if place.kind in wanted) or places
    if not kinds:
        places = _launch_sites(places) if any(around[number].launched for number in numbers) else places
        places = _without_areas_around(places, home)
    if "settlement" in kinds:
        # "The city of X" is not the area around it.
        places = tuple(place for place in places if place.kind is PlaceKind.SETTLEMENT) or places
    if "water" in kinds:
        places = tuple(place for place in places if place.kind is PlaceKind.WATER) or places
    if first.text[:1].islower() or _is_generic(first, places):
        # A name that opens with a generic word in lower case ("mer Rouge") is that kind of thing, and no town.
        places = tuple(place for place in places if place.kind in _GENERIC) or places
    return places


def _is_country(mentions: Sequence[Mention], around: Sequence[Context], numbers: Sequence[int]) -> bool:
    """Tell whether a country's name means the country: its capital has the same, or it stands among countries."""
    if any(mentions[number].kind for number in numbers):
        return False
    if _own_capital(mentions[numbers[0]]) is not None:
        return True
    return any(
        _names_country(mentions, number) and _names_country(mentions, other)
        for number in numbers
        for other in (around[number].joined_before, around[number].joined_after)
    )


def _names_country(mentions: Sequence[Mention], at: int) -> bool:
    entry = mentions[at].entry if at >= 0 else None
    return entry is not None and entry.kind is EntryKind.COUNTRY


def _given(mention: Mention) -> Place | None:
    """Return the place that a table names, if it can hardly be another."""
    if mention.entry is None or not mention.places:
        return None
    place = mention.places[0]
    own = mention.entry.kind is not EntryKind.COUNTRY or place.kind is PlaceKind.COUNTRY
    return place if own else None


def _shortened(places: Sequence[Place], within: set[str], mentions: Sequence[Mention]) -> tuple[Place, ...]:
    """Keep the most populous places and those in areas that the text names."""
    named = {
        code
        for mention in mentions
        if mention.places and mention.places[0].kind in _LARGE_AREAS
        for code in (mention.places[0].admin1, mention.places[0].country)
        if code
    }
    head = places[: _MOST_CANDIDATES // 2]
    tail = [place for place in places[_MOST_CANDIDATES // 2 :] if {place.admin1, place.country} & (within | named)]
    rest = [place for place in places[_MOST_CANDIDATES // 2 :] if place not in tail]
    return (*head, *(tail + rest)[: _MOST_CANDIDATES - len(head)])


def _containing(mentions: Sequence[Mention], around: Sequence[Context], number: int) -> set[str]:
    """Return the codes of the areas that follow a name after a comma, or in brackets."""
    people = around[number].demonym_before
    if people >= 0 and not _is_area(mentions[number]):
        country = mentions[people].entry
        return {country.country} if country is not None and country.country else set()
    after = around[number].area_after
    if after < 0 or mentions[after].key == mentions[number].key:
        return set()
    areas = [place for place in mentions[after].places[:2] if place.kind in _LARGE_AREAS]
    if not areas or _is_area(mentions[number]):
        return set()
    return {code for place in areas for code in (place.admin1 or place.country,) if code}


def _is_area(mention: Mention) -> bool:
    """Tell whether a name is itself that of a large area: "Ohio, Kentucky and Indiana" is a list."""
    return bool(mention.places) and mention.places[0].kind in _LARGE_AREAS


def _close_to(mentions: Sequence[Mention], around: Sequence[Context], number: int) -> list[int]:
    """Return the mentions that the wording places a name near ("X, just north of Y")."""
    found = []
    for other in (number + 1, number - 1):
        if not 0 <= other < len(mentions):
            continue
        anchor = max(number, other)
        near = around[anchor].modified_left & {"relations.near", "relations.distance"}
        gap = mentions[anchor].first - mentions[anchor - 1].last
        if near and gap <= 9:  # noqa: PLR2004 (words between "X, a village 12 km west of Y")
            found.append(other)
    return found


def _settle(name: Name, scores: "NDArray") -> Settled:  # type: ignore[type-arg]
    if not len(scores):
        return UNSETTLED
    ranked = sorted(zip(scores.tolist(), name.places, strict=True), key=lambda pair: -pair[0])
    (best_score, best), *others = ranked
    rivals = tuple(
        Candidate(place=place, score=round(score, 3), matched_name=name.key, match=MatchKind.EXACT)
        for score, place in others[:_MOST_RIVALS]
        if score >= _LEAST_SCORE
    )
    runner_up = others[0][0] if others else 0.0
    sure = best_score >= _SURE and best_score >= _SURE_RATIO * runner_up
    if not sure:
        lead = Candidate(place=best, score=round(best_score, 3), matched_name=name.key, match=MatchKind.EXACT)
        rivals = (lead, *rivals)
    return Settled(place=best, status=Status.RESOLVED if sure else Status.AMBIGUOUS, rivals=rivals)
