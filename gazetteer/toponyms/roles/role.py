"""What a name does in its sentence: a place, a government, a people, a venue, an institution."""

from collections.abc import Mapping, Sequence

from gazetteer.records import Place, PlaceKind, Precision, Role
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.recognition.mentions import Mention
from gazetteer.toponyms.resolution.names import shared_kind
from gazetteer.toponyms.roles.metonyms import GOVERNED, is_located, is_metonym, window
from gazetteer.toponyms.roles.namesakes import is_attribute, is_institution, is_namesake, is_paper, is_street

_WINDOW = 9
_PRECISIONS = {
    PlaceKind.SETTLEMENT: Precision.SETTLEMENT, PlaceKind.SITE: Precision.SITE, PlaceKind.ADMIN1: Precision.ADMIN1,
    PlaceKind.ADMIN2: Precision.ADMIN2, PlaceKind.COUNTRY: Precision.COUNTRY, PlaceKind.CONTINENT: Precision.REGION,
    PlaceKind.REGION: Precision.REGION, PlaceKind.WATER: Precision.SEA,
}  # fmt: skip
_NEAR_KM = 10.0
_AREA_KM = 75.0
_OFFSHORE_KM = 50.0
_DASHES = frozenset({"—", "–", "-"})
_DATED = 8
_SHOUTED = 3


def role_of(  # noqa: C901, PLR0911 (one return for each role, the surest first)
    reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context], place: Place | None, *,
    sport: Mapping[int, float] | None = None,
) -> Role:  # fmt: skip
    """Return the part that a mention plays."""
    mention, context = mentions[number], around[number]
    if mention.person:
        return Role.PERSON
    kind = mention.entry.kind if mention.entry else None
    if kind is EntryKind.ORGANISATION:
        return Role.VENUE if _is_dateline(reading, mention, context) else Role.ORGANISATION
    if sport is not None and is_street(reading, mention, context):
        return Role.ORGANISATION
    if kind is EntryKind.AREA_DEMONYM and _names_area(reading, mention, number, around):
        return Role.LITERAL
    if kind in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM):
        return Role.ORGANISATION if sport is not None and is_paper(reading, mention, context) else Role.DEMONYM
    dateline = _is_dateline(reading, mention, context)
    if sport is not None and not dateline and is_namesake(reading, mention, context, place, sport):
        return Role.ORGANISATION
    if place is not None and place.kind in GOVERNED:
        located = is_located(context) or _is_bound(context) or _contains(mentions, context)
        return Role.LITERAL if located else Role.ACTOR
    if dateline:
        return Role.VENUE
    if is_attribute(context):
        return Role.ACTOR
    if _is_capital(mention, place) and is_metonym(reading, mentions, number, around):
        return Role.METONYM
    if is_institution(mention, context):
        return Role.ACTOR
    if _is_anchor(reading, mentions, number, around):
        return Role.VENUE
    return Role.VENUE if _is_venue(reading, mention) else Role.LITERAL


def precision_of(place: Place | None, context: Context, mention: Mention) -> tuple[Precision | None, float | None]:
    """Return how exactly the wording places something, and the radius of what is not a point."""
    if place is None:
        return (Precision.ADMIN1 if mention.kind == "admin1" else None), None
    precision = _PRECISIONS[place.kind]
    point = precision in (Precision.SETTLEMENT, Precision.SITE)
    if point and "relations.sea" in context.modified_left:
        return Precision.SEA, _OFFSHORE_KM
    if point and "relations.near" in context.modified_left:
        return Precision.NEAR, _NEAR_KM
    if precision is Precision.SETTLEMENT and mention.kind in ("admin1", "admin2"):
        return Precision.REGION, _AREA_KM  # "the province of X", where the gazetteer has but the town
    return precision, place.radius_km if precision in (Precision.REGION, Precision.SEA) else None


def _is_capital(mention: Mention, place: Place | None) -> bool:
    """Return whether a name is that of its country's capital, even where it was settled on the area around."""
    if place is None or mention.kind is not None:
        return False
    return any(other.feature_code == "PPLC" and other.country == place.country for other in mention.places[:4])


def _is_bound(context: Context) -> bool:
    """Return whether the words before a country speak of its ground ("bound for Chad", "the north of Mali")."""
    return "relations.bound" in context.modified_left


def _names_area(reading: Reading, mention: Mention, number: int, around: Sequence[Context]) -> bool:
    """Return whether an adjective and a kind word name an area ("Курської області"), also in a list of such."""
    if not language_table(reading.language_at(mention.first)).area_adjectives:
        return False
    return mention.kind in ("admin1", "admin2") or shared_kind(number, around) is not None


def _contains(mentions: Sequence[Mention], context: Context) -> bool:
    """Return whether a country only says where the place before it lies ("Kharkiv region, Ukraine")."""
    before = context.comma_before
    return before >= 0 and any(place.kind not in GOVERNED for place in mentions[before].places[:1])


def _is_dateline(reading: Reading, mention: Mention, context: Context) -> bool:
    """Return whether a name opens a paragraph and a dash follows ("KYIV — ", "KYIV (Reuters) - ", "Kiev.- ")."""
    if not context.opens and not (context.article and reading.before(reading.before(mention.first)) < 0):
        return False
    sentence = reading.sentences[reading.tokens.sentence[mention.first]]
    shouted = mention.text.isupper() and len(mention.text) > _SHOUTED
    starts_line = sentence.start == 0 or reading.tokens.text[sentence.start - 1] in "\n\r" or shouted
    words = reading.tokens.words[mention.last + 1 : mention.last + 13]
    # "Kiev, 8 de julio de 2025 (EFE).- ": a stop before the dash lets a longer day stand between.
    dash = next((at for at, w in enumerate(words) if w in _DASHES and (at < _DATED or words[at - 1] == ".")), -1)
    if not starts_line or dash < 0:
        return False
    glued = (
        words[dash] == "-"
        and reading.tokens.text[reading.tokens.ends[mention.last + dash] - 1] != "."
        and reading.tokens.starts[mention.last + 1 + dash] == reading.tokens.ends[mention.last + dash]
    )
    return not glued and (dash == 0 or words[0] in "(," or (dash == 1 and words[0] == "."))


def _is_anchor(reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context]) -> bool:
    """Return whether a place only says where another one lies ("Rozhivka, just north of Kyiv")."""
    if "relations.near" not in around[number].modified_left or number == 0:
        return False
    before = mentions[number - 1]
    between = reading.tokens.words[before.last + 1 : mentions[number].first]
    near = (
        len(between) <= _WINDOW
        and reading.tokens.sentence[before.last] == reading.tokens.sentence[mentions[number].first]
    )
    return near and bool(between) and between[0] in ",(" and bool(before.places) and not before.person


def _is_venue(reading: Reading, mention: Mention) -> bool:
    """Return whether the nearest cue speaks of a visit or a statement, not of arms."""
    if mention.kind == "admin1":
        return False
    visit = _nearest(reading, mention, "venue.cues")
    arms = _nearest(reading, mention, "venue.arms")
    if visit is None:
        return False
    return arms is None or visit < arms


def _nearest(reading: Reading, mention: Mention, name: str) -> int | None:
    """Return how many words away the nearest phrase of a class stands, within the sentence's window."""
    best: int | None = None
    for distance, found in enumerate(window(reading, mention.first, -_WINDOW), start=1):
        if name in found:
            best = distance
            break
    for distance, found in enumerate(window(reading, mention.last, _WINDOW), start=1):
        if name in found and (best is None or distance < best):
            return distance
    return best
