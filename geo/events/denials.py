"""Who denies what: a report itself, or a whole flow of arms."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from geo.events.drafts import Draft
from geo.language.grammar.clauses import find_triggers
from geo.language.grammar.heads import PrepositionMap
from geo.language.lexicon import Cue
from geo.language.sentence import Sentence
from geo.reading.attribution.claimants import Claimant, Person, claimant_named, with_country
from geo.reading.attribution.claims import claimants_in
from geo.reading.attribution.spans import find_attributions
from geo.reading.roles.assignment import assign_arguments
from geo.records.values import country_name

_NEAR_SENTENCES = 6
_OPENING = 2
_FLOW_KINDS = ("shipment", "deployment")
_SENT_KINDS = ("seizure", "recovery")
"""What was seized or found had been sent: who denies the sending denies these."""

_UNKNOWN = "9999"
"""Day of a denial whose article has none: after everything."""
_Flow = tuple[str | None, str | None]


class Denial(Struct, frozen=True, kw_only=True):
    """A sentence in which somebody denies."""

    article: str
    published: str | None
    number: int
    deniers: tuple[Claimant, ...]
    supplier: str | None = None
    recipient: str | None = None
    about_flow: bool = False
    """Whether it names the sending of arms or troops as what is denied."""
    kinds: frozenset[str] = frozenset()
    """Kinds of event that its words name; empty for "denies this"."""


def find_denials(
    sentences: Sequence[Sentence], *, article: str, published: str | None, people: Mapping[str, Person]
) -> list[Denial]:
    """Return an article's denials, in order.

    Args:
        sentences: Its sentences.
        article: Its id.
        published: Its day of publication.
        people: Whom its people speak for.
    """
    found = []
    before: Sentence | None = None
    for sentence in sentences:
        cues = sentence.tagged["cue:denial"]
        if not cues or "cue:neither" in sentence.tags:
            before = sentence if "noun:arms" in sentence.tags else before
            continue
        denial = _denial(sentence, cues[0], article=article, published=published, people=people, before=before)
        if denial is not None:
            found.append(denial)
    return found


def _flow_of(sentence: Sentence) -> tuple[str | None, str | None, bool]:
    triggers = [t for t in find_triggers(sentence) if t.kind == "shipment"]
    if not triggers:
        return None, None, False
    zones = find_attributions(sentence, triggers)
    parts = assign_arguments(sentence, "shipment", triggers, zones, PrepositionMap(sentence))
    return parts.supplier, parts.recipient, sentence.has("noun:arms", "noun:troops")


def _denial(
    sentence: Sentence,
    cue: Cue,
    *,
    article: str,
    published: str | None,
    people: Mapping[str, Person],
    before: Sentence | None,
) -> Denial | None:
    supplier, recipient, about_flow = _flow_of(sentence)
    deniers = [with_country(c, people) for c in _deniers(sentence, cue)]
    if "noun:both" in sentence.tags:
        told = _flow_of(before) if before is not None else (None, None)
        pair = (supplier or told[0], recipient or told[1])
        deniers = [Claimant(name=country_name(c), kind="country", country=c) for c in pair if c] or deniers
    if not deniers:
        return None
    return Denial(
        article=article,
        published=published,
        number=sentence.number,
        deniers=tuple(dict.fromkeys(deniers)),
        supplier=supplier,
        recipient=recipient,
        about_flow=about_flow,
        kinds=frozenset(trigger.kind for trigger in find_triggers(sentence)),
    )


def _deniers(sentence: Sentence, cue: Cue) -> list[Claimant]:
    """Return the subject of the denying verb, or who the sentence is attributed to."""
    zones = find_attributions(sentence, find_triggers(sentence))
    own = next((zone for zone in zones if zone.first <= cue.first < zone.last), None)
    if own is not None and (found := claimants_in(sentence, own)):
        return found
    others = [claimant for zone in zones if zone is not own for claimant in claimants_in(sentence, zone)]
    opening = sentence.names[0] if sentence.names else None
    if others or own is None or opening is None or opening.first > _OPENING or own.first <= opening.first:
        return others
    # "Abou Dhabi parle d'aide et rejette ces accusations": the subject of the first verb is that of the second.
    subject = claimant_named(opening)
    return [subject] if subject else []


def who_denies(drafts: Sequence[Draft], denials: Sequence[Denial]) -> list[tuple[Claimant, ...]]:
    """Return who denies each event, in its own articles or, for a whole flow, in another one published since.

    A denial in an article is of what was told last before it, of the kind that it names; that of a
    flow of arms is of every shipment by its parties.

    Args:
        drafts: All events.
        denials: Those of all articles read together.

    Returns:
        One entry a draft.
    """
    told, whole = _sentences_by_article(drafts)
    found: list[list[tuple[int, Claimant]]] = [[] for _ in drafts]
    said: set[object] = set()
    for number, denial in enumerate(denials):
        sentences, events = told.get(denial.article, []), whole.get(denial.article, [])
        low = bisect_left(sentences, (denial.number - _NEAR_SENTENCES, -1))
        high = bisect_left(sentences, (denial.number + 1, -1))
        near = sorted({index for _, index in sentences[low:high]})
        here = _denied_here([(index, drafts[index]) for index in near], denial)
        for index in _ways_through(events, here, denial) or here:
            found[index].extend((number, denier) for denier in denial.deniers)
        flow = (denial.article, denial.supplier, denial.recipient, denial.deniers)
        if denial.about_flow and flow not in said:
            said.add(flow)
            for index, draft in events:
                found[index].extend((number, c) for c in denial.deniers if _denies_told(draft, denial, c))
    elsewhere = FlowDenials(denials)
    for index, draft in enumerate(drafts):
        found[index].extend(elsewhere.of(draft))
        found[index].sort(key=lambda said: said[0])
    return [_without_claimants(draft, [c for _, c in said]) for draft, said in zip(drafts, found, strict=True)]


def _sentences_by_article(
    drafts: Sequence[Draft],
) -> tuple[dict[str, list[tuple[int, int]]], dict[str, list[tuple[int, Draft]]]]:
    """Return each article's sentences that tell of an event, with its index, and its events, both in order."""
    told: dict[str, list[tuple[int, int]]] = {}
    whole: dict[str, list[tuple[int, Draft]]] = {}
    for index, draft in enumerate(drafts):
        for mention in draft.mentions:
            told.setdefault(mention.article, []).append((mention.sentence.number, index))
        for article in draft.articles:
            whole.setdefault(article, []).append((index, draft))
    return {article: sorted(numbers) for article, numbers in told.items()}, whole


def _denies_told(draft: Draft, denial: Denial, denier: Claimant) -> bool:
    """Return whether who denies a flow denies a shipment that the same article tells of: a party to it, or a person."""
    if draft.kind != "shipment" or not _same_flow(draft, denial):
        return False
    return denier.country is None or denier.country in (draft.supplier, draft.recipient)


def _without_claimants(draft: Draft, deniers: Sequence[Claimant]) -> tuple[Claimant, ...]:
    claimed = {claimant.name for claimant in draft.claimants}
    return tuple(dict.fromkeys(c for c in deniers if c.name not in claimed))


def _denied_here(drafts: Sequence[tuple[int, Draft]], denial: Denial) -> list[int]:
    """Return which of an article's events were told last before a denial, of the kind that it names."""
    flow = denial.about_flow or (denial.kinds and denial.kinds <= frozenset(_FLOW_KINDS))
    named = [] if denial.about_flow else [(index, d) for index, d in drafts if _fits(d.kind, denial.kinds)]
    if not named and flow:
        named = [(index, draft) for index, draft in drafts if draft.kind in _SENT_KINDS]
    last: dict[int, int] = {}
    for index, draft in named:
        before = [m.sentence.number for m in draft.mentions if m.article == denial.article]
        near = [number for number in before if 0 <= denial.number - number <= _NEAR_SENTENCES]
        if near:
            last[index] = max(near)
    nearest = max(last.values(), default=0)
    return [index for index, number in last.items() if number == nearest]


def _ways_through(there: Sequence[tuple[int, Draft]], here: Sequence[int], denial: Denial) -> list[int]:
    """Return the shipments through the country that denies, where what was told last is of other countries.

    "Chad denies any part in it", at the end of a report that told of flights to Chad first.
    """
    states = {denier.country for denier in denial.deniers}
    if None in states or denial.kinds:
        return []
    last = [draft for index, draft in there if index in here]
    if any(draft.kind == "strike" or states & _countries_of(draft) for draft in last):
        return []  # who struck is often told by nothing but the denial
    return [i for i, draft in there if draft.kind in _FLOW_KINDS and states & _countries_of(draft)]


def _countries_of(draft: Draft) -> set[str | None]:
    places = {place.name.toponym.country for place in draft.places}
    return places | {draft.country, draft.supplier, draft.recipient} - {None}


def _fits(kind: str, named: frozenset[str]) -> bool:
    return not named or kind in named or (kind in _FLOW_KINDS and bool(named & set(_FLOW_KINDS)))


def _same_flow(draft: Draft, denial: Denial) -> bool:
    pairs = ((draft.supplier, denial.supplier), (draft.recipient, denial.recipient))
    return all(a is None or b is None or a == b for a, b in pairs)


class FlowDenials:
    """Denials of whole flows of arms by sender and receiver, each found without a look at the others."""

    def __init__(self, denials: Sequence[Denial]) -> None:
        """Keep those that name a sender or a receiver, in the order given."""
        self._by_flow: dict[_Flow, dict[tuple[Claimant, ...], list[tuple[str, int]]]] = {}
        for number, denial in enumerate(denials):
            if denial.about_flow and (denial.supplier or denial.recipient):
                said = self._by_flow.setdefault((denial.supplier, denial.recipient), {})
                said.setdefault(denial.deniers, []).append((denial.published or _UNKNOWN, number))
        for said in self._by_flow.values():
            for deniers in said:
                said[deniers] = _first_since(said[deniers])

    def of(self, draft: Draft) -> Iterator[tuple[int, Claimant]]:
        """Yield the parties that deny a shipment, not before it was over, each with the number of its denial."""
        parties = (draft.supplier, draft.recipient)
        if draft.kind != "shipment" or None in parties:
            return
        ended = (draft.date.end if draft.date else None) or ""
        for flow in (parties, (parties[0], None), (None, parties[1])):
            for deniers, days in self._by_flow.get(flow, {}).items():
                since = bisect_left(days, (ended, -1))
                if since < len(days):
                    yield from ((days[since][1], c) for c in deniers if c.country is not None and c.country in parties)


def _first_since(days: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return days in order, each with the number of the first denial on it or later."""
    found: list[tuple[str, int]] = []
    for day, number in sorted(days, reverse=True):
        found.append((day, min(number, found[-1][1]) if found else number))
    return found[::-1]
