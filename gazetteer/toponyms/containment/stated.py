"""Which names of a text are said to contain which."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.records import Place, PlaceKind
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.areas import Link, areas_of, holds, is_closed, link_after, link_before, narrowed
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.recognition.whole_names import holds_kind_word, is_country

_LONGEST_CHAIN = 3
_LONGEST_LIST = 12
_LARGE_TOWN = 50_000
_NO_NAMES = ("persons.", "organisations.", "kinds.", "months.")
"""Groups of words that are no place's name ("the Governor of the Odesa region")."""
_LARGE = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_ENDING_BRACKETS = frozenset("),;")
_SAID = ("admin1", "admin2")
_PLACED = frozenset({"relations.locative", "relations.near"})


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
    heading = -1
    for number, mention in enumerate(mentions):
        if found[number] is None and number and _may_lie(reading, mention) and not _is_large(mention):
            inside = "relations.inside" in around[number - 1].modified_left
            found[number] = _stated_before(reading, mentions, number, found[number - 1], inside=inside)
            if found[number] is None and heading >= 0 and _is_placed_under(around, found, heading, number):
                found[number] = _under(reading, mentions, heading, number)
        heading = number if _is_heading(reading, mention) else heading
    for number in range(len(mentions) - 1, -1, -1):
        if found[number] is not None and not _is_large(mentions[number]):
            _share(reading, mentions, around, found, number)
    return found


def _is_heading(reading: Reading, mention: Mention) -> bool:
    """Return whether a sentence opens with an area, said to be one, and a colon: "Donetsk region: in X a school"."""
    last = _end(reading, mention)
    colon = reading.after[last] >= 0 and reading.tokens.words[reading.after[last]] == ":"
    return colon and reading.before[mention.first] < 0 and _is_said(reading, mention)


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
    loose = loose and not (context.comma_after == after and _is_in_list(mentions, around, number))
    if loose and not _is_large(mentions[number]) and mentions[after].key != mentions[number].key:
        large = tuple(place for place in mentions[after].places[:2] if place.kind in _LARGE)
        return Container(by=(after,), areas=(large,), firm=False) if large else None
    return _of_people(mentions, context.demonym_before, number)


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
    if link is None or (_is_large(one) and not (is_country(other) or is_country(one))):
        return None
    said = _is_said(reading, other)
    large = _is_large(other) or _is_area_of_next(reading, mentions, number + 1) or _is_district(other)
    if link in (Link.BRACKET, Link.COMMA) and (said or large):
        return _is_firm(reading, mentions, around, number, link, said=said)
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
            return said or large
    return None


def _is_firm(
    reading: Reading, mentions: Sequence[Mention], around: Sequence[Context], number: int, link: Link, *, said: bool
) -> bool | None:
    """Return how firmly a bracket or comma ties a name to the area after it; None in a list of towns."""
    one, other = mentions[number], mentions[number + 1]
    if link is Link.BRACKET:
        after = reading.after[_end(reading, other)]
        return after >= 0 and reading.tokens.words[after] in _ENDING_BRACKETS
    if not said and _is_in_list(mentions, around, number):
        return None
    closed = is_closed(reading, _end(reading, other), opening=one.first)
    return said or (closed and not _is_listed(reading, mentions, around, number))


def _is_area_of_next(reading: Reading, mentions: Sequence[Mention], number: int) -> bool:
    """Return whether a name that is a town's and an area's stands before its country: "(Lviv, Ukraine)"."""
    if number + 1 >= len(mentions) or not is_country(mentions[number + 1]):
        return False
    one, country = mentions[number], mentions[number + 1]
    if link_after(reading, one.last, country.first) is not Link.COMMA:
        return False
    code = country.entry.country if country.entry else None
    return any(place.kind is PlaceKind.ADMIN1 and place.country == code for place in one.places)


def _is_listed(reading: Reading, mentions: Sequence[Mention], around: Sequence[Context], number: int) -> bool:
    """Return whether a name and the next are of one list ("Damascus, Idlib and Homs"), unlike "Dayton, Ohio, and"."""
    one, other, context = mentions[number], mentions[number + 1], around[number + 1]
    if is_country(other):
        return context.joined_after >= 0 and reading.tokens.words[other.last + 1 : other.last + 2] != [","]
    if any(place.kind is PlaceKind.ADMIN1 for place in one.places[:3]):
        return True
    after = context.comma_after
    goes_on = after >= 0 and not is_country(mentions[after])
    return goes_on or (context.joined_after >= 0 and reading.tokens.words[other.last + 1 : other.last + 2] != [","])


def _is_in_list(mentions: Sequence[Mention], around: Sequence[Context], number: int) -> bool:
    """Return whether a list of towns goes on over both: "Atlanta, Boston, New York, Paterson"."""
    one, other = around[number], around[number + 1]
    before, after = max(one.comma_before, one.joined_before), max(other.comma_after, other.joined_after)
    if before < 0 or after < 0 or _is_large(mentions[before]):
        return False
    return any(
        place.population >= _LARGE_TOWN and place.kind is PlaceKind.SETTLEMENT for place in mentions[number + 1].places
    )


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
    if mention.person or mention.text[:1].islower():
        return False
    if mention.entry is None:
        word = mention.first == mention.last and reading.starts[mention.first]
        return not word or not any(name.startswith(_NO_NAMES) for name in word)
    if mention.entry.kind in (EntryKind.COUNTRY, EntryKind.SHORT_NAME, EntryKind.ABBREVIATION) and other is not None:
        return _has_namesake_in(mention, other)
    return mention.entry.kind in (EntryKind.AREA_DEMONYM, EntryKind.SHORT_NAME) and mention.kind in _SAID


def _has_namesake_in(mention: Mention, other: Mention) -> bool:
    """Return whether a table's name is that of a town in an area, too ("Turkey, Texas")."""
    country = mention.places[0].country if mention.places else None
    areas = [place for place in other.places[:1] if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2)]
    if any(holds(area, place) for area in areas for place in mention.places if place.kind is PlaceKind.SETTLEMENT):
        return True
    return is_country(mention) and any(area.country != country for area in areas)


def _may_hold(reading: Reading, mention: Mention) -> bool:
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
    return is_country(mention) or (bool(mention.places) and mention.places[0].kind in _LARGE)


def _is_district(mention: Mention) -> bool:
    """Return whether a name is a second-level area's alone ("Pyrénées-Orientales", "Bedfordshire")."""
    return bool(mention.places) and all(place.kind is PlaceKind.ADMIN2 for place in mention.places)


def _is_larger(reading: Reading, mention: Mention, than: Mention) -> bool:
    """Return whether a chain may go on from one container to the next ("Donetsk region, Ukraine")."""
    if is_country(mention):
        return not is_country(than)
    return (_is_said(reading, mention) and than.kind == "admin2") or (_is_large(mention) and not _is_large(than))
