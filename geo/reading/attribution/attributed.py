"""Who speaks in a sentence: those it is attributed to, and what they say of themselves."""

from collections.abc import Sequence

from msgspec import structs

from gazetteer.records import Role
from geo.language.grammar.clauses import Trigger, clause_of
from geo.language.grammar.functions import functions_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.language.tables import event_kinds
from geo.reading.attribution.claimants import Claimant, as_group, claimant_named
from geo.reading.attribution.claims import claimants_in, has_speaker_pronoun
from geo.reading.attribution.offices import actors_as_claimants
from geo.reading.attribution.spans import AttributionSpan, is_attributed
from geo.reading.kinds import WAYS
from geo.reading.mentions import DiscourseState
from geo.reading.roles.assignment import Arguments

_CLAIM_REACH = 3
_SILENCE_REACH = 2


def issuer(sentences: Sequence[Sentence]) -> tuple[Claimant, ...]:
    """Return who published the report an article is about, "le rapport" from then on."""
    for sentence in sentences:
        if "cue:issue" not in sentence.tags or "cue:statement_noun" not in sentence.tags:
            continue
        for name in sentence.names:
            claimant = claimant_named(name)
            if claimant is not None and claimant.kind not in ("country", "person", "media") and name.toponym.canonical:
                return (claimant,)
    return ()


def speakers_of(sentence: Sentence, zones: Sequence[AttributionSpan], scene: DiscourseState) -> tuple[Claimant, ...]:
    """Return who the sentence is attributed to, the last speaker for "he said", the issuer for "the report"."""
    found: list[Claimant] = []
    for zone in zones:
        if zone.cue.tag == "cue:denial" or _is_silent(sentence, zone):
            continue
        named = claimants_in(sentence, zone)
        spoken = sentence.cued("cue:statement_noun", "noun:examiners")
        if any(zone.first <= c.first < zone.last for c in spoken) and scene.issuer:
            known = [c for c in named if c.country or c.kind not in ("group", "media", "research")]
            named = known or list(scene.issuer)
        named = [as_group(c, sentence, zone, scene.last_group) for c in named]
        if not named and has_speaker_pronoun(sentence, zone):
            named = list(scene.last_claimants)
        found.extend(named)
    result = tuple(dict.fromkeys(found)) or _on_own_word(sentence)
    if result:
        scene.last_claimants = result
        scene.claim_at = (sentence.number, sentence.block)
    elif scene.claim_at[1] == sentence.block and sentence.number - scene.claim_at[0] <= _CLAIM_REACH:
        # What follows in the same paragraph is still told on the same authority.
        return scene.last_claimants
    return result


def _is_silent(sentence: Sentence, zone: AttributionSpan) -> bool:
    """Return whether somebody is told not to speak: "n'ont pas commenté", "äußerte sich nicht"."""
    if zone.cue.tag != "cue:speech":
        return False
    tokens = sentence.tokens
    around = [
        (no.last, zone.cue.first) if no.first < zone.cue.first else (zone.cue.last, no.first)
        for no in sentence.tagged["cue:negation"]
        if no.first < zone.cue.first or sentence.tables.negation_after
    ]
    return any(
        0 <= last - first <= _SILENCE_REACH and not any(token.is_mark for token in tokens[first:last])
        for first, last in around
    )


def _on_own_word(sentence: Sentence) -> tuple[Claimant, ...]:
    """Return who says it of themselves: "Hezbollah fired, by its own account, ..."."""
    if "cue:own_words" not in sentence.tags:
        return ()
    own = (claimant_named(name) for name in sentence.names if name.toponym.role is not Role.DEMONYM)
    named = tuple(c for c in own if c is not None and c.kind not in ("media", "person"))[:1]
    # "Die ukrainische Marine hat nach eigenen Angaben ... versenkt": an office no table knows.
    return named or tuple(actors_as_claimants(sentence, sentence.tagged["cue:own_words"][0].first))[:1]


def with_speaker(
    parts: Arguments,
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    *,
    zones: Sequence[AttributionSpan],
    claimants: Sequence[Claimant],
) -> Arguments:
    """Give "we received", "said it had tested" the country of who speaks as its subject."""
    country = next((c.country for c in claimants if c.country and c.kind != "media"), None)
    if country is None or not triggers or not zones:
        return parts
    trigger = triggers[0]
    first, _ = clause_of(sentence, trigger.cue.first)
    first = max([first, *(z.last for z in zones if z.last <= trigger.cue.first)])
    ours = [c for c in sentence.tagged["noun:we"] if first <= c.first < trigger.cue.first]
    own = [c for c in claimants if c.kind == "country" or c.official]
    before = any(z.last <= trigger.cue.first for z in zones)
    theirs = [
        c for c in sentence.tagged["noun:speaker"] if before and first <= c.first <= first + 1 < trigger.cue.first + 1
    ]
    if trigger.frame in WAYS and not any(zone.last <= trigger.cue.first for zone in zones):
        theirs = []  # "It carried shells, the ambassador said": the ship did
    admits = any(c.last == trigger.cue.first for c in sentence.tagged["cue:licence"]) and _confirms(sentence, zones)
    if not ours and not (own and (theirs or admits or _is_elided(sentence, first, trigger, zones))):
        return parts
    part = event_kinds()[kind].frames[trigger.frame].actor.get("subject")
    if part is None or getattr(parts, part) is not None or country in (parts.supplier, parts.recipient):
        return parts
    return structs.replace(parts, **{part: country})


def with_accused(
    parts: Arguments, sentence: Sentence, kind: str, triggers: Sequence[Trigger], zones: Sequence[AttributionSpan]
) -> Arguments:
    """Give what somebody is accused of to who is accused: "hat Russland vorgeworfen, Nordkorea ... geliefert zu haben".

    `parts`: who and where, as the clause itself says.
    """
    zone = next((z for z in zones if any(z.first <= cue.first < z.last for cue in sentence.tagged["cue:accuse"])), None)
    if zone is None or not triggers or triggers[0].cue.first < zone.last:
        return parts
    trigger = triggers[0]
    near = sentence.tokens[max(zone.last, trigger.cue.first - 1) : trigger.cue.last + 1]
    if not any(token.text in sentence.tables.infinitive_markers for token in near):
        return parts
    named = [n for n in sentence.names if zone.first <= n.first < zone.last and n.is_actor and n.toponym.country]
    part = event_kinds()[kind].frames[trigger.frame].actor.get("subject")
    if not named or named[-1].first <= zone.first + 1 or part != "supplier":
        return parts
    accused = named[-1].toponym.country
    # In the infinitive's clause nobody acts: who stands there without a preposition receives.
    between = [n for n in sentence.names if zone.last <= n.first < trigger.cue.first and n.is_actor]
    words = PrepositionMap(sentence)
    bare = [n.toponym.country for n in between if functions_of(n, words) <= {"subject", "object"}]
    other = next((country for country in (*bare, parts.supplier) if country != accused), None)
    return structs.replace(parts, supplier=accused, recipient=parts.recipient or other)


def _confirms(sentence: Sentence, zones: Sequence[AttributionSpan]) -> bool:
    """Return whether somebody confirms what they did: "La Norvège a confirmé avoir livré"; others "say to have"."""
    confirms = {c.first for c in sentence.cued("cue:confirm", "cue:acknowledge")}
    return any(zone.cue.first in confirms for zone in zones)


def _is_elided(sentence: Sentence, first: int, trigger: Trigger, zones: Sequence[AttributionSpan]) -> bool:
    """Return whether nobody stands between "that" and the verb: "сообщило, что с начала года отправило"."""
    told = any(zone.last == first and any(c.last == first for c in sentence.tagged["cue:that"]) for zone in zones)
    idle = {i for c in sentence.cues if c.tag.startswith(("prep:", "cue:total", "cue:licence")) for i in range(*c[1:3])}
    dated = {i for d in sentence.dates for i in range(d.first, d.last)}
    between = [i for i in range(first, trigger.cue.first) if i not in idle | dated]
    return (
        told and len(between) <= 1 and trigger.frame != "noun" and not any(n.first in between for n in sentence.names)
    )


def is_owned(sentence: Sentence, zones: Sequence[AttributionSpan]) -> bool:
    """Return whether somebody takes responsibility: "l'armée a revendiqué une attaque"; nobody "has claimed" it."""
    owning = [c for c in sentence.tagged["cue:responsibility"] if is_attributed(c.first, zones)]
    negated = sentence.tagged["cue:negation"]
    return any(not any(0 <= c.first - n.last <= _CLAIM_REACH for n in negated) for c in owning)


def admitting(
    sentence: Sentence, zones: Sequence[AttributionSpan], claimants: tuple[Claimant, ...]
) -> tuple[Claimant, ...]:
    """Return those who confirm or acknowledge what they did; none where a sentence only tells who says so."""
    confirms = {cue.first for cue in sentence.cued("cue:acknowledge", "cue:confirm")}
    return claimants if any(zone.cue.first in confirms for zone in zones) else ()
