"""Which names of a text are said to contain which."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.records import Place, PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.areas import (
    Link,
    areas_of,
    is_owner,
    link_after,
    link_before,
    narrowed,
    says_inside,
)
from gazetteer.toponyms.containment.firmness import (
    LARGE,
    has_namesake_in,
    has_town_in,
    is_area_of_next,
    is_around,
    is_firm,
    is_in_list,
)
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.recognition.whole_names import holds_kind_word, is_country

_LONGEST_CHAIN = 3
_LONGEST_LIST = 12
_NO_NAMES = ("persons.", "organisations.", "kinds.", "months.")
"""Groups of words that are no place's name ("the Governor of the Odesa region")."""
_SAID = ("admin1", "admin2")
_PLACED = frozenset({"relations.locative", "relations.near"})
_TOWN_KINDS = frozenset({"kinds.settlement_before", "kinds.village_before"})


class Container(Struct, frozen=True, kw_only=True, gc=False):
    """What a text says a name lies in."""

    by: tuple[int, ...]  # the containing mentions, the innermost first
    areas: tuple[tuple[Place, ...], ...]  # For each of them, where the gazetteer knows it, the areas it may be
    firm: bool  # whether it binds: a place elsewhere is not meant. Else it decides among places that lie in it.
    said: bool = False  # whether a kind word says that the innermost is an area ("Donetsk region")

    @property
    def area(self) -> Place | None:
        """The smallest area that the text leaves, None where the gazetteer knows none."""
        return self.areas[0][0] if self.areas else None


def find_containers(reading: Reading, mentions: Sequence[Mention], around: Sequence[Context]) -> list[Container | None]:
    """Return for each mention what the text says it lies in, None where it says nothing."""
    found: list[Container | None] = [
        _stated_after(reading, mentions, around, number) for number in range(len(mentions))
    ]
    heading = fronted = -1
    for number, mention in enumerate(mentions):
        if found[number] is None and number and _may_lie(reading, mention) and not _is_large(mention):
            inside = "relations.inside" in around[number - 1].modified_left
            found[number] = _stated_before(reading, mentions, number, found[number - 1], inside=inside)
            if found[number] is None and heading >= 0 and _is_placed_under(around, found, heading, number):
                found[number] = _under(reading, mentions, heading, number)
            elif found[number] is None and fronted >= 0 and not around[number].left.isdisjoint(_TOWN_KINDS):
                found[number] = _under(reading, mentions, fronted, number)
        heading = number if _is_heading(reading, mention) else heading
        opens = _is_fronted(reading, mention)
        if (opens or fronted >= 0) and (_is_said(reading, mention) or is_country(mention)):
            fronted = number if opens else -1
    for number in range(len(mentions) - 1, -1, -1):
        if found[number] is not None and not _is_large(mentions[number]):
            _share(reading, mentions, around, found, number)
    return found


def _is_heading(reading: Reading, mention: Mention) -> bool:
    """Return whether a sentence opens with an area, said to be one, and a colon: "Donetsk region: in X a school"."""
    last = _end(reading, mention)
    colon = reading.after[last] >= 0 and reading.tokens.words[reading.after[last]] == ":"
    return colon and reading.before[mention.first] < 0 and _is_said(reading, mention)


def _is_fronted(reading: Reading, mention: Mention) -> bool:
    """Return whether a sentence opens with what lies in an area: "В Донецкой области обстрелян посёлок X"."""
    before = reading.before[mention.first]
    while before >= 0 and reading.said[before] & {"words.articles", "kinds.admin1_before", "kinds.admin2_before"}:
        before = reading.before[before]
    return before >= 0 and reading.before[before] < 0 and says_inside(reading, before)


def _is_placed_under(around: Sequence[Context], found: Sequence[Container | None], heading: int, number: int) -> bool:
    """Return whether something is at a name, or at one before it in a list that lies in what heads the sentence."""
    before = max(around[number].joined_before, around[number].comma_before)
    listed = found[before] if before >= 0 else None
    return bool(around[number].modified_left & _PLACED) or (listed is not None and listed.by == (heading,))


def _under(reading: Reading, mentions: Sequence[Mention], heading: int, number: int) -> Container | None:
    """Return the area that heads the sentence in which something is at a name."""
    sentences = reading.tokens.sentence
    if sentences[mentions[heading].first] != sentences[mentions[number].first]:
        return None
    return _container(reading, mentions, (heading,), firm=True)


def _share(
    reading: Reading, mentions: Sequence[Mention], around: Sequence[Context], found: list[Container | None], number: int
) -> None:
    """Give what the last name of a list lies in to those before it ("Foua and Kfraya in Idlib province")."""
    shared = found[number]
    before = around[number].joined_before
    for _ in range(_LONGEST_LIST):
        if before < 0 or shared is None or found[before] is not None or not _may_lie(reading, mentions[before]):
            return
        if _is_large(mentions[before]) or mentions[before].kind in _SAID:
            return
        found[before] = replace(shared, firm=shared.firm and not mentions[before].places)
        before = max(around[before].joined_before, around[before].comma_before)


def _stated_after(
    reading: Reading, mentions: Sequence[Mention], around: Sequence[Context], number: int
) -> Container | None:
    if number + 2 < len(mentions) and (through := _stated_through(reading, mentions, number)):
        return through
    chain: list[int] = []
    firm = False
    at = number
    while len(chain) < _LONGEST_CHAIN and at + 1 < len(mentions):
        tie = _tie(reading, mentions, around, at)
        if tie is None or (chain and not _is_larger(reading, mentions[at + 1], mentions[at])):
            break
        firm = firm or tie
        chain.append(at + 1)
        at += 1
    if chain:
        return _container(reading, mentions, chain, firm=firm)
    context = around[number]
    after = context.area_after
    loose = after >= 0 and _may_lie(reading, mentions[number]) and _may_hold(reading, mentions[after])
    loose = loose and not (context.comma_after == after and is_in_list(mentions, around, number))
    if loose and not _is_large(mentions[number]) and mentions[after].key != mentions[number].key:
        large = tuple(place for place in mentions[after].places[:2] if place.kind in LARGE)
        return Container(by=(after,), areas=(large,), firm=False) if large else None
    return _of_people(mentions, context.demonym_before, number)


def _stated_through(reading: Reading, mentions: Sequence[Mention], number: int) -> Container | None:
    """Return the area told together with its country: "X in Ukraine's Y Oblast", "X in der ukrainischen Oblast Y"."""
    one, country, area = mentions[number : number + 3]
    people = country.entry is not None and country.entry.kind is EntryKind.DEMONYM
    owner = is_country(country) and is_owner(reading, country.last)
    if not (people or owner) or _is_large(one) or not _may_hold(reading, area) or not _may_lie(reading, one, area):
        return None
    noun = people and "kinds.generic" in reading.said[country.first - 1]  # "la région ukrainienne de Y"
    passed = range(country.first - noun, country.last + (3 if owner else 1))
    link = link_after(reading, _end(reading, one), area.first, passed=passed)
    large = _is_large(area) or _is_district(area)
    firm = _of_words(reading, one, area, link, said=_is_said(reading, area), large=large) if link else None
    if not firm:
        return None
    found = _container(reading, mentions, (number + 2, number + 1), firm=True)
    if found is None or found.areas[0][0].country != found.areas[-1][0].country:
        return None
    return replace(found, by=(number + 2,)) if people else found


def _of_people(mentions: Sequence[Mention], people: int, number: int) -> Container | None:
    """Return the country whose people stand before a name ("Lebanese Tripoli")."""
    if people < 0 or _is_large(mentions[number]):
        return None
    country = tuple(place for place in mentions[people].places[:1] if place.kind is PlaceKind.COUNTRY)
    return Container(by=(people,), areas=(country,), firm=False) if country else None


def _container(reading: Reading, mentions: Sequence[Mention], chain: Sequence[int], *, firm: bool) -> Container | None:
    areas: list[tuple[Place, ...]] = []
    for at in reversed(chain):
        own = areas_of(mentions[at], towns=not (_is_said(reading, mentions[at]) or _is_large(mentions[at])))
        if own:
            areas.insert(0, narrowed(own, areas[0]) if areas else own)
    said = _is_said(reading, mentions[chain[0]])
    return Container(by=tuple(chain), areas=tuple(areas), firm=firm, said=said) if areas else None


def _tie(reading: Reading, mentions: Sequence[Mention], around: Sequence[Context], number: int) -> bool | None:
    """Return whether the next name firmly contains this one; None if it does not at all."""
    one, other = mentions[number], mentions[number + 1]
    last = _end(reading, one)
    namesake = one.key == other.key and (one.kind in _SAID or not _is_said(reading, other))  # no "Gao, Gao region"
    if namesake or (one.kind in _SAID and one.kind == other.kind) or last >= other.first:
        return None
    if not _may_hold(reading, other) or not _may_lie(reading, one, other):
        return None
    link = link_after(reading, last, other.first)
    if link is None or (_is_large(one) and not (is_country(other) or is_country(one) or has_town_in(one, other, link))):
        return None
    said = _is_said(reading, other)
    large = _is_large(other) or is_area_of_next(reading, mentions, number + 1) or _is_district(other)
    if link in (Link.BRACKET, Link.COMMA) and (said or large):
        return is_firm(reading, mentions, around, number, link, _end(reading, other), said=said)
    return _of_words(reading, one, other, link, said=said, large=large)


def _of_words(reading: Reading, one: Mention, other: Mention, link: Link, *, said: bool, large: bool) -> bool | None:
    """Return how firmly words, or nothing at all, tie a name to the next."""
    match link:
        case Link.APPOSED:
            return True
        case Link.ADJACENT:
            inflected = language_table(reading.language_at[other.first]).area_adjectives
            return True if said and inflected and not _is_said(reading, one) else None
        case Link.KIND:
            return said or None
        case Link.PART:
            return (_is_said(reading, one) and (is_country(other) or not large)) or None
        case Link.INSIDE:
            return said or large or is_around(other, one)
    return None


def _stated_before(
    reading: Reading, mentions: Sequence[Mention], number: int, outer: Container | None, *, inside: bool
) -> Container | None:
    area, one = mentions[number - 1], mentions[number]
    if not _may_hold(reading, area) or not (_is_said(reading, area) or is_country(area)):
        return None
    last = _end(reading, area)
    if last >= one.first:
        return None
    korean = bool(language_table(reading.language_at[one.first]).postpositions)
    adjacent = korean and link_after(reading, last, one.first) is Link.ADJACENT
    if not adjacent and not link_before(reading, last, one.first, inside=inside):
        return None
    chain = (number - 1, *(outer.by if outer else ()))
    return _container(reading, mentions, chain, firm=True)


def _end(reading: Reading, mention: Mention) -> int:
    """Return the last word of a name with its kind word ("Geauga county")."""
    if mention.kind not in _SAID:
        return mention.last
    return reading.phrase_ends.get((mention.last + 1, f"kinds.{mention.kind}_after"), mention.last)


def _may_lie(reading: Reading, mention: Mention, other: Mention | None = None) -> bool:
    """Return whether a name may lie in something, or in another name."""
    if mention.person or mention.text[:1].islower():
        return False
    if mention.entry is None:
        word = mention.first == mention.last and reading.starts[mention.first]
        return not word or not any(name.startswith(_NO_NAMES) for name in word)
    if mention.entry.kind in (EntryKind.COUNTRY, EntryKind.SHORT_NAME, EntryKind.ABBREVIATION) and other is not None:
        return has_namesake_in(mention, other)
    return mention.entry.kind in (EntryKind.AREA_DEMONYM, EntryKind.SHORT_NAME) and mention.kind in _SAID


def _may_hold(reading: Reading, mention: Mention) -> bool:
    """Return whether a name may be of something that holds others."""
    if mention.person or (mention.entry is not None and mention.entry.kind is EntryKind.ORGANISATION):
        return False
    if mention.entry is not None and mention.entry.kind is EntryKind.DEMONYM:
        return False
    opens_with_kind = any(name.startswith("kinds.") for name in reading.starts[mention.first])
    if mention.kind is None and mention.text[:1].islower() and not opens_with_kind:
        return False  # "southern Red Sea"
    water = mention.kind == "water" or (bool(mention.places) and mention.places[0].kind is PlaceKind.WATER)
    return not water and (bool(mention.places) or mention.kind in _SAID)


def _is_said(reading: Reading, mention: Mention) -> bool:
    """Return whether a kind word says that a name is an area's ("Donetsk region")."""
    return mention.kind in _SAID or holds_kind_word(reading, mention)


def _is_large(mention: Mention) -> bool:
    """Return whether a name is sooner a large area's than a town's."""
    return is_country(mention) or (bool(mention.places) and mention.places[0].kind in LARGE)


def _is_district(mention: Mention) -> bool:
    """Return whether a name is a second-level area's alone ("Pyrénées-Orientales", "Bedfordshire")."""
    return bool(mention.places) and all(place.kind is PlaceKind.ADMIN2 for place in mention.places)


def _is_larger(reading: Reading, mention: Mention, than: Mention) -> bool:
    """Return whether a chain may go on from one container to the next ("Donetsk region, Ukraine")."""
    if is_country(mention):
        return not is_country(than)
    return (_is_said(reading, mention) and than.kind == "admin2") or (_is_large(mention) and not _is_large(than))
