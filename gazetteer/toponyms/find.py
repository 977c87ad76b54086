"""Find the place names in a text, say what part each plays, and settle which place each means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gazetteer.records import Construction, PlaceKind, Precision, ResolvedToponym, Role, Status
from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import Entry, EntryKind, Lexicon, default_lexicon
from gazetteer.text.reading import Reading, read_text
from gazetteer.toponyms.containment.stated import find_containers
from gazetteer.toponyms.context import Context, contexts
from gazetteer.toponyms.placehood.evidence import gather_evidence
from gazetteer.toponyms.placehood.features import placehood_features
from gazetteer.toponyms.placehood.is_place import (
    is_certain,
    is_common_word,
    is_owner,
    may_be_place,
    placehood_weights,
    probability,
)
from gazetteer.toponyms.recognition.mentions import Findings, Mention
from gazetteer.toponyms.recognition.recognise import find_mentions, given_mention
from gazetteer.toponyms.relations import construct
from gazetteer.toponyms.relations.leads import MOST_JOINERS, read_pair
from gazetteer.toponyms.resolution.meant import Settled
from gazetteer.toponyms.resolution.rank import Ranker, default_ranker, resolve_mentions
from gazetteer.toponyms.roles.role import is_of_people, precision_of, role_of

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer

LOCATED_ROLES = frozenset({Role.LITERAL, Role.METONYM, Role.ACTOR, Role.DEMONYM, Role.VENUE})
"""Roles of names that denote a place, but for demonyms that denote people or a language."""
LEAST_PROBABLE = 0.44  # Below it a name is left out
LEAST_DOUBTFUL = 0.05  # Below it even where doubtful names are asked for
LEAST_DOUBTFUL_NOUN = 0.3  # The same where every noun has a capital


_LARGE_TOWN = 50_000  # People; what bears a smaller town's name may as well bear somebody's
_NAMED_AFTER_TOWNS = frozenset(
    {"organisations.after", "organisations.before", "kinds.site_after", "kinds.settlement_after", "words.modifiers"}
)
_TO = frozenset({"relations.from_to", "relations.reaching"})
_FEATURES = frozenset({"kinds.feature_before", "kinds.feature_after"})
_OF_GROUND = frozenset({"border", "part", "road", "sea", "suburb"})
"""Relations that speak of ground or water, never of a government."""
_BUILT_PRECISIONS = {"sea": Precision.SEA, "border": Precision.REGION, "part": Precision.REGION}
_LONGEST_BLOCK = 100_000  # Characters; longer texts are read in blocks


def denotes_place(found: ResolvedToponym) -> bool:
    """Return whether a name denotes a place: no person, organisation, people or language does."""
    return found.role in LOCATED_ROLES and not found.of_people


class Model(Struct, frozen=True, kw_only=True):
    """Learned weights: whether a name is a place, and which."""

    placehood: Mapping[str, float]
    ranker: Ranker


def default_model() -> Model:
    """Return the shipped weights."""
    return Model(placehood=placehood_weights(), ranker=default_ranker())


def find_toponyms(
    text: str,
    *,
    gazetteer: "Gazetteer",
    language: str | None = None,
    title: str | None = None,
    given_spans: Iterable[tuple[int, int]] | None = None,
    model: Model | None = None,
    doubtful: bool = False,
) -> list[ResolvedToponym]:
    """Find and resolve the names in a text.

    Args:
        text: Any text.
        gazetteer: Where the names are looked up.
        language: The text's main language (ISO 639-1); found out without it.
        title: The article's title where the text lacks it; used as evidence only.
        given_spans: Spans (start, end) in code points to resolve instead of looking for names.
        model: Other weights than the shipped ones.
        doubtful: Whether names come too that stand where a place may, and that nothing else shows to be one.

    Returns:
        Names in order, not overlapping; people and organisations too. Given
        spans come back in their order, each one even if nothing is known of it.
    """
    spans = None if given_spans is None else sorted(set(given_spans))
    found: list[ResolvedToponym] = []
    for start, end in text_blocks(text):
        own = None if spans is None else [(a - start, b - start) for a, b in spans if start <= a and b <= end]
        weights = model or default_model()
        inside = _in_block(text[start:end], gazetteer, language, title, own, weights, doubtful=doubtful)
        found.extend(
            inside if not start else (replace(one, start=one.start + start, end=one.end + start) for one in inside)
        )
    return found


def text_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Cut a very long text at paragraphs, else lines, else words, so that reading it takes bounded memory.

    What one block says is no evidence in another.
    """
    start = 0
    while len(text) - start > _LONGEST_BLOCK:
        ends = (
            text.rfind(sign, start + _LONGEST_BLOCK // 2, start + _LONGEST_BLOCK) for sign in ("\n\n", "\n", ". ", " ")
        )
        end = next((at for at in ends if at > 0), start + _LONGEST_BLOCK)
        yield start, end
        start = end
    yield start, len(text)


def _in_block(  # noqa: PLR0917 (what the caller passes on)
    text: str, gazetteer: "Gazetteer", language: str | None, title: str | None,
    given_spans: Sequence[tuple[int, int]] | None, model: Model, *, doubtful: bool,
) -> list[ResolvedToponym]:  # fmt: skip
    lexicon = default_lexicon()
    before = f"{title.strip()}\n\n" if title and title.strip() and not text.startswith(title.strip()) else ""
    reading = read_text(before + text, language=language)
    findings = find_mentions(reading, lexicon, gazetteer, doubtful=doubtful and given_spans is None)
    if given_spans is not None:
        spans = [(start + len(before), end + len(before)) for start, end in given_spans]
        findings = _given(reading, lexicon, gazetteer, findings, spans)
        kept, around, sport = list(findings.mentions), contexts(reading, findings), None
    else:
        # A span that is given is a place's by what the giver says: only what is found here may be a club's.
        kept, around, sport = _kept(reading, findings, lexicon, model, doubtful=doubtful)
    stated = find_containers(reading, kept, around)
    settled = resolve_mentions(kept, around, stated, frozenset(language_table(reading.language).home), model.ranker)
    containing = {at for container in stated if container is not None and container.firm for at in container.by}
    found = [
        _toponym(reading, kept, number, around, settled[number], sport, shift=len(before))
        for number in range(len(kept))
    ]
    places = [one.place for one in found]
    found = [_constructed(one, construct(reading, kept, at, around, places)) for at, one in enumerate(found)]
    found = [replace(one, contains=True) if number in containing else one for number, one in enumerate(found)]
    if given_spans is not None:
        wanted = set(spans)
        return [one for one in found if (one.start + len(before), one.end + len(before)) in wanted]
    return [one for one in found if one.start >= 0 and (one.role is Role.LITERAL or not one.doubtful)]


def _given(
    reading: Reading, lexicon: Lexicon, gazetteer: "Gazetteer", findings: Findings, spans: Sequence[tuple[int, int]]
) -> Findings:
    """Put given spans in the place of what was found; names elsewhere stay as evidence."""
    given = [given_mention(reading, lexicon, gazetteer, start, end) for start, end in sorted(set(spans))]
    large = [one for one in findings.mentions if one.places and one.places[0].population >= _LARGE_TOWN]
    found = [one for one in large if one.key not in lexicon.other_words]
    mentions = [_by_part(reading, mention, found) for mention in given if mention is not None]
    return Findings(mentions=mentions, people=findings.people, runs=findings.runs)


def _by_part(reading: Reading, given: Mention, found: Sequence[Mention]) -> Mention:
    """Look an institution that no gazetteer has up as the place that it is named after: "University of Sussex"."""
    if given.places or given.entry is not None:
        return given
    said = frozenset().union(*(reading.said[at] for at in range(given.first, given.last + 1)))
    inside = [one for one in found if given.first <= one.first and one.last <= given.last]
    if not said & _NAMED_AFTER_TOWNS or said & _FEATURES or not inside:
        return given
    part = max(inside, key=lambda one: one.last - one.first)
    return replace(given, key=part.key, keys=part.keys, places=part.places, entry=part.entry)


def _kept(
    reading: Reading, findings: Findings, lexicon: Lexicon, model: Model, *, doubtful: bool
) -> tuple[list[Mention], list[Context], Mapping[int, float]]:
    """Drop the names that are no places; contexts are read anew among those kept. Say what sentences are of sport."""
    around = contexts(reading, findings)
    evidence = gather_evidence(reading, findings, around)
    stated = find_containers(reading, findings.mentions, around)
    home, nouns = language_table(reading.language).home, language_table(reading.language).nouns_capitalised
    least = LEAST_DOUBTFUL if not nouns else LEAST_DOUBTFUL_NOUN

    def weighed(number: int, mention: Mention) -> Mention | None:
        """Return a mention, as a person where it is one; None where it is no place."""
        certain = is_certain(mention, around[number], lexicon, stated[number])
        if is_common_word(reading, mention, around[number], certain=certain):
            return None
        if certain:
            return mention
        features = placehood_features(reading, findings, number, around, evidence, lexicon)
        likely = probability(features, model.placehood)
        owner = is_owner(mention, features, home)
        if not mention.doubtful and (owner or "chained_capital" in features or likely >= LEAST_PROBABLE):
            return mention
        if doubtful and (likely >= least or mention.doubtful) and may_be_place(features, around[number]):
            return replace(mention, doubtful=True)
        return _as_person(mention) if features.get("person_here") or features.get("given_before") else None

    found = [weighed(number, mention) for number, mention in enumerate(findings.mentions)]
    for one, other in _bound_together(reading, findings.mentions, found, around):
        found[one], found[other] = findings.mentions[one], findings.mentions[other]
    kept = [mention for mention in found if mention is not None]
    own = [context for mention, context in zip(found, around, strict=True) if mention is not None]
    left = Findings(mentions=kept, people=findings.people, runs=findings.runs)
    return kept, contexts(reading, left, known=own), evidence.sport


def _bound_together(
    reading: Reading, mentions: Sequence[Mention], found: Sequence[Mention | None], around: Sequence[Context]
) -> Iterator[tuple[int, int]]:
    """Yield two names that a road, border or way joins, or between which something lies where one is a place."""
    for number, (one, other) in enumerate(pairwise(mentions)):
        if other.first - one.last > MOST_JOINERS + 1 or one.person or other.person:
            continue
        if not one.places or not other.places or one.entry is not None or other.entry is not None:
            continue  # "the Trans-Siberian railway"
        if found[number] is not None and found[number + 1] is not None:
            continue
        pair = read_pair(reading, one, other)
        kept = found[number] is not None or found[number + 1] is not None
        if _is_way(one, other, around[number], around[number + 1]) or (pair and ("road" in pair.said or kept)):
            yield number, number + 1


def _is_way(one: Mention, other: Mention, before: Context, after: Context) -> bool:
    """Return whether something goes from one town to another, both large: "from Bristol to Hull", "van Gent via X"."""
    if other.first - one.last != 2 or "relations.from_to" not in before.left:  # noqa: PLR2004 (the preposition between)
        return False
    return not after.left.isdisjoint(_TO) and all(_is_large_town(mention) for mention in (one, other))


def _is_large_town(mention: Mention) -> bool:
    return mention.places[0].kind is PlaceKind.SETTLEMENT and mention.places[0].population >= _LARGE_TOWN


def _as_person(mention: Mention) -> Mention:
    return replace(mention, entry=None, places=(), kind=None, keys=(), person=True, alike=False, named=False)


def _toponym(  # noqa: PLR0917 (what every step of one reading passes on)
    reading: Reading, mentions: Sequence[Mention], number: int, around: Sequence[Context], settled: Settled,
    sport: Mapping[int, float] | None, *, shift: int,
) -> ResolvedToponym:  # fmt: skip
    mention = mentions[number]
    role = role_of(reading, mentions, number, around, settled.place, sport=sport)
    located = role in LOCATED_ROLES
    place = settled.place if located else None
    within = settled.within if located else None
    precision, radius_km = precision_of(place, around[number], mention) if located else (None, None)
    return ResolvedToponym(
        start=mention.start - shift, end=mention.end - shift, text=mention.text, role=role,
        status=settled.status if place else Status.UNRESOLVED, place=place,
        country=place.country if place else getattr(mention.entry, "country", None) or getattr(within, "country", None),
        precision=precision, radius_km=radius_km, canonical=_canonical(mention.entry),
        rivals=settled.rivals if located else (), within=within,
        of_people=role is Role.DEMONYM and is_of_people(reading, mention), doubtful=mention.doubtful,
    )  # fmt: skip


def _constructed(one: ResolvedToponym, area: Construction | None) -> ResolvedToponym:
    """Return a toponym with the area that the words around it build from its place: what they say is there is there."""
    if area is None or (one.role not in (Role.LITERAL, Role.VENUE) and area.kind not in _OF_GROUND):
        return one
    role = one.role if one.role is Role.VENUE else Role.LITERAL
    precision = _BUILT_PRECISIONS.get(area.kind, Precision.NEAR)
    return replace(one, role=role, construction=area, precision=precision, radius_km=area.radius_km)


def _canonical(entry: Entry | None) -> str | None:
    return entry.name if entry and entry.kind is EntryKind.ORGANISATION else None
