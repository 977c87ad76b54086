"""Mentions that must mean the same place, gathered into names with what the text says of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from gazetteer.distance import distance_km
from gazetteer.records import Place, PlaceKind
from gazetteer.text.lexicon import EntryKind
from gazetteer.toponyms.containment.areas import lies_in
from gazetteer.toponyms.containment.stated import Container
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.resolution.candidates import Name, own_capital
from gazetteer.toponyms.resolution.meant import CITY, by_the_sea, of_kinds, recurs_in

_MOST_CANDIDATES = 24
_CITY_PEOPLE = 100_000
_RIVER_KM = 1500  # The longest rivers reach so far from their middle
_LONGEST_LIST = 24  # Names; what a list shares is looked for no further, so that endless lists stay linear
_UNBOUND = (PlaceKind.COUNTRY, PlaceKind.CONTINENT, PlaceKind.REGION, PlaceKind.WATER)
_LARGE_AREAS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
NameKey = tuple[str, str | None, int]
"""The name, the kind of area it is said to be, and which of its senses in the text."""
_NEAREST_LISTED = 4
_REACHING = frozenset({"relations.from_to", "relations.bound", "relations.reaching"})
_IN_CITY = _REACHING | {"relations.locative", "relations.near", "relations.sea"}
_NO_CITY = frozenset({"relations.border", "words.contracted"})


def names_of(
    mentions: Sequence[Mention],
    around: Sequence[Context],
    stated: Sequence[Container | None],
    home: frozenset[str] = frozenset(),
) -> tuple[list[Name], list[int]]:
    """Gather the mentions that must mean the same place into names."""
    plain = [_name_of(mentions, number, around) for number in range(len(mentions))]
    keys = _with_senses(mentions, around, stated, plain)
    order: dict[NameKey, int] = {}
    for key in keys:
        order.setdefault(key, len(order))
    return _names(_Text(mentions, around, stated, keys, order, home)), [order[key] for key in keys]


def _may_last(mention: Mention, container: Container | None) -> bool:
    """Return whether other mentions of a name lie in the same container: not where a city elsewhere has the name."""
    if container is None or any(lies_in(place, container.areas) for place in mention.places):
        return True
    return all(place.population < _CITY_PEOPLE and place.feature_code != "PPLC" for place in mention.places)


def _with_senses(
    mentions: Sequence[Mention], around: Sequence[Context], stated: Sequence[Container | None], keys: Sequence[NameKey]
) -> list[NameKey]:
    """Part the mentions of a name that the text itself tells apart ("Lebanese Tripoli", "the other Paris").

    A mention that says nothing of its own goes with the one before that did, else with the next, unless that one is
    set apart from it.
    """
    said = [frozenset(_codes(container)) for container in stated]
    lasting = [_may_last(mention, container) for mention, container in zip(mentions, stated, strict=True)]
    apart = [context.demonym_before >= 0 or context.other for context in around]
    usual: dict[NameKey, frozenset[str]] = {}
    for key, where, contrasted, lasts in zip(keys, said, apart, lasting, strict=True):
        if where and not contrasted and lasts:
            usual.setdefault(key, where)
    numbers: dict[NameKey, dict[tuple[bool, frozenset[str]], int]] = {}
    found: list[NameKey] = []
    for key, where, contrasted, lasts in zip(keys, said, apart, lasting, strict=True):
        if where and not contrasted and lasts:
            usual[key] = where
        own = contrasted or (where and not lasts)
        sense = (contrasted, where) if own else (False, usual.get(key, frozenset()))
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
    if own_capital(mention) is not None and _is_city(mention, around[number]):
        area = CITY
    return mention.key or mention.text, area, 0


def _is_city(mention: Mention, context: Context) -> bool:
    """Return whether the words beside such a name speak of the city: a kind word, or a ship or plane bound for it."""
    if mention.kind in ("settlement", "site"):
        return True
    left = context.left
    if context.article or left & _NO_CITY:
        return False
    return (context.travelled and bool(left & _REACHING)) or (_is_city_state(mention) and bool(left & _IN_CITY))


def _is_city_state(mention: Mention) -> bool:
    """Return whether most people of a country live in the capital that has its name: "à Djibouti", "in Singapore"."""
    capital = own_capital(mention)
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


def _names(text: "_Text") -> list[Name]:
    grouped: list[list[int]] = [[] for _ in text.order]
    for number, key in enumerate(text.keys):
        grouped[text.order[key]].append(number)
    return _set_apart([_name(text, numbers) for numbers in grouped], list(text.order))


class _Text(NamedTuple):
    """The mentions of a text, and what it says of them."""

    mentions: Sequence[Mention]
    around: Sequence[Context]
    stated: Sequence[Container | None]
    keys: Sequence[NameKey]
    order: Mapping[NameKey, int]
    home: frozenset[str]


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


def _name(text: _Text, numbers: Sequence[int]) -> Name:
    mentions, around, stated, keys, order, home = text
    first = mentions[numbers[0]]
    within: set[str] = set()
    close: set[int] = set()
    listed: set[int] = set()
    kinds = {kind for n in numbers if (kind := mentions[n].kind or keys[n][1]) and kind != CITY}
    for number in numbers:
        within |= _codes(stated[number])
        close |= {order[keys[other]] for other in _close_to(mentions, around, number)}
        listed |= {order[keys[other]] for other in _listed_with(mentions, around, stated, number)}
    containers = [container for number in numbers if (container := stated[number]) is not None]
    container = max(containers, key=lambda one: one.firm, default=None)
    own = order[keys[numbers[0]]]
    places = _bound(first.places, container)
    bound = container is not None and all(lies_in(place, container.areas) for place in places)
    if len(places) > _MOST_CANDIDATES:
        places = _shortened(places, within, mentions)
    if any("relations.sea" in around[number].modified_left for number in numbers):
        places = by_the_sea(places)
    places = of_kinds(mentions, around, numbers, keys[numbers[0]][1], kinds, places, home, bound=bound)
    return Name(
        key=first.key, places=places, given=_given(first), within=frozenset(within), kinds=frozenset(kinds),
        close_to=frozenset(close - {own}), listed=frozenset(listed - {own}), mentions=len(numbers),
        as_area="relations.bound" in around[numbers[0]].left, home=home, english="US" in home,
        area=container.area if container and (container.firm or places != first.places) else None, bound=bound,
        alike=first.alike, recurs_in=recurs_in(first.key, first.places) if bound else frozenset(),
    )  # fmt: skip


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


def _codes(container: Container | None) -> set[str]:
    """Return the codes of the areas and countries that a name is said to lie in."""
    areas = container.areas[0] if container else ()
    large = (place for place in areas if place.kind in (*_LARGE_AREAS, PlaceKind.ADMIN2))
    return {code for place in large for code in (place.admin1 or place.country,) if code}


def _bound(places: tuple[Place, ...], container: Container | None) -> tuple[Place, ...]:
    """Keep the places that lie where the text says the name does; none where it says so firmly and none does."""
    if container is None:
        return places
    inside = tuple(place for place in places if lies_in(place, container.areas))
    if inside and not all(place.kind in _LARGE_AREAS for place in inside):
        return inside
    if not container.firm:
        return places
    # What has no side of a border may stretch beyond it: "Russia's Pacific coast".
    return inside or tuple(place for place in places if place.kind in _UNBOUND and _may_reach(place, container.area))


def _may_reach(place: Place, area: Place | None) -> bool:
    """Return whether a river or region may stretch into an area: the Tumen in Asia does not into Ukraine."""
    if area is None or area.kind not in (PlaceKind.ADMIN1, PlaceKind.ADMIN2):
        return True
    return distance_km(place.lon, place.lat, area.lon, area.lat) <= (place.radius_km or 0) + _RIVER_KM


def _listed_with(
    mentions: Sequence[Mention], around: Sequence[Context], stated: Sequence[Container | None], number: int
) -> list[int]:
    """Return the mentions in a list with one ("Homs, Tartus and Palmyra"), but for what holds one of them."""
    found = []
    for step in (-1, 1):
        at = number
        for _ in range(_NEAREST_LISTED):
            context = around[at]
            joined = (
                (context.joined_before, context.comma_before)
                if step < 0
                else (context.joined_after, context.comma_after)
            )
            at = max(joined)
            if at < 0 or mentions[at].person or mentions[at].entry is not None:
                break
            found.append(at)
    holding = {at for one in (number, *found) if (container := stated[one]) is not None for at in container.by}
    return [at for at in found if at not in holding] if number not in holding else []


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
