"""Sentences that only add to the event told before: its dead, who said so, who admits it; blows told by dead alone."""

from collections.abc import Sequence

from msgspec import structs

from gazetteer.records import Role
from geo.language.arms import find_vessel
from geo.language.casualties import find_casualties, join_casualties
from geo.language.geography import same_entry
from geo.language.grammar.clauses import Trigger, clause_of, find_triggers
from geo.language.grammar.functions import functions_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.lexicon import Cue
from geo.language.sentence import Sentence
from geo.reading.attribution.claimants import Claimant, as_group, own_offices, speaks_for
from geo.reading.attribution.claims import claimants_in
from geo.reading.attribution.spans import AttributionSpan, find_attributions, is_attributed
from geo.reading.factuality import happened
from geo.reading.mentions import DiscourseState, Mention, MentionPlace
from geo.records import Casualties, Mode, PlaceRole

_NEAR = 2
_STATE = ("military", "ministry", "government", "country")
_OWNING_REACH = 6
_SITED = ("strike", "seizure", "recovery", "test")
_OPENING = 2
_DOER_TELLS = ("recovery", "seizure")
"""Kinds that who did them is taken to tell of, until somebody is named as saying so."""


def follow_up(last: Mention, sentence: Sentence, scene: DiscourseState) -> Mention:
    """Add to an event what the sentence after it says of it and tells no event of its own.

    "Three people died, the governor said"; "That was reported by the general
    staff"; "Hezbollah claimed responsibility".

    `sentence`: a sentence that tells no event.
    """
    gap = sentence.number - last.sentence.number
    reach = _OWNING_REACH if last.kind == "strike" and "cue:responsibility" in sentence.tags else _NEAR
    reach = max(reach, _NEAR + 1) if last.kind == "strike" and last.sentence.block == sentence.block else reach
    if not 0 < gap <= reach or "cue:history" in sentence.tags:
        return last
    zones = find_attributions(sentence, find_triggers(sentence))
    last = _took_place(last, sentence)
    hurt = _opened_on(_carried(_hurt(last, sentence, zones, scene), sentence), sentence, zones)
    return _admitted(_said_of(hurt, sentence, zones, gap), sentence, zones, scene)


def _opened_on(last: Mention, sentence: Sentence, zones: Sequence[AttributionSpan]) -> Mention:
    """Let the next sentence date a seizure by when the container was opened or searched."""
    opened = sentence.tagged["cue:opened"]
    if last.kind != "seizure" or last.date is not None or not opened:
        return last
    dates = [d for d in sentence.dates if d.date is not None and not is_attributed(d.first, zones)]
    if not dates:
        return last
    best = min(dates, key=lambda d: abs(d.first - opened[0].first))
    return structs.replace(last, date=best.date, also=(*last.also, sentence))


def _took_place(last: Mention, sentence: Sentence) -> Mention:
    """Let the next sentence say where and when it happened: "Сталося це у вівторок на пункті пропуску «Рені»"."""
    happened = sentence.tagged["cue:took_place"]
    if not happened or last.kind not in (*_SITED, "shipment") or (last.places and last.date):
        return last
    first, end = clause_of(sentence, happened[0].first)
    words = PrepositionMap(sentence)
    told = [n for n in sentence.names if first <= n.first < end and n.toponym.place is not None]
    sites = tuple(
        MentionPlace(role=PlaceRole.DESTINATION if last.kind == "shipment" else PlaceRole.SITE, name=name)
        for name in told
        if name.toponym.role in (Role.LITERAL, Role.VENUE)
        and name.toponym.precision != "country"
        and functions_of(name, words) & {"at", "near", "of"}
    )
    dated = [d.date for d in sentence.dates if first <= d.first < end]
    if not sites and not dated:
        return last
    return structs.replace(
        last,
        places=last.places or sites[:1],
        date=last.date or (dated[0] if dated else None),
        also=(*last.also, sentence),
    )


def _carried(last: Mention, sentence: Sentence) -> Mention:
    """Let the next sentence name the ship that took a consignment, and so that it went by sea."""
    goals = [place for place in last.places if place.role is not PlaceRole.ORIGIN]
    if last.kind != "shipment" or sentence.block != last.sentence.block or "noun:ship" not in sentence.tags:
        return last
    if len(goals) != 1 or goals[0].mode is not Mode.UNKNOWN or last.vessel or _is_elsewhere(last, sentence, ()):
        return last
    places = tuple(structs.replace(p, mode=Mode.SEA) if p is goals[0] else p for p in last.places)
    return structs.replace(last, places=places, vessel=find_vessel(sentence), also=(*last.also, sentence))


def owned_up(last: Mention, sentence: Sentence, scene: DiscourseState) -> Mention:
    """Let a sentence that tells an event of its own take responsibility for the one before it."""
    if not 0 < sentence.number - last.sentence.number <= _NEAR:
        return last
    return _admitted(last, sentence, find_attributions(sentence, find_triggers(sentence)), scene)


def _hurt(last: Mention, sentence: Sentence, zones: Sequence[AttributionSpan], scene: DiscourseState) -> Mention:
    """Add the dead and wounded that the next sentence counts, and who counts them."""
    if last.kind != "strike" or sentence.block != last.sentence.block or _is_elsewhere(last, sentence, zones):
        return last
    told = find_casualties(sentence)
    if told is None or not _adds(last.casualties, told):
        return last
    claimants = last.claimants or tuple(c for zone in zones for c in _speakers(sentence, zone, scene))
    casualties = join_casualties(last.casualties, told)
    return structs.replace(last, casualties=casualties, claimants=claimants, also=(*last.also, sentence))


def _adds(known: Casualties | None, told: Casualties) -> bool:
    """Return whether a count is of those that the sentence before left out: the dead after the wounded."""
    if known is None:
        return True
    wounded = known.wounded is None and told.killed is None
    return wounded or (known.killed is None and told.wounded is None)


def _speakers(sentence: Sentence, zone: AttributionSpan, scene: DiscourseState) -> list[Claimant]:
    if zone.cue.tag == "cue:denial":
        return []
    return claimants_in(sentence, zone) or list(scene.last_claimants)


def _is_elsewhere(last: Mention, sentence: Sentence, zones: Sequence[AttributionSpan]) -> bool:
    """Return whether a sentence is about another place than the event's."""
    known = [place.name.toponym for place in last.places]
    told = [name for name in sentence.names if not is_attributed(name.first, zones)]
    return any(name.is_place and not any(same_entry(name.toponym, k) for k in known) for name in told)


def _said_of(last: Mention, sentence: Sentence, zones: Sequence[AttributionSpan], gap: int) -> Mention:
    """Let "that was reported by X" name who asserts the sentence before it."""
    backward = [c for c in sentence.tagged["cue:backward"] if c.first <= _OPENING]
    if sentence.block == last.sentence.block:
        # "The weapons were hidden in scrap, said the prosecutors"; "Two men were arrested, the minister said".
        backward += sentence.tagged["cue:arrest"] if last.kind == "seizure" else []
        backward += [c for c in sentence.tagged["cue:anaphora"] if _is_about(c, last)]
        backward += [c for c in sentence.tagged["cue:identity"] if not any(z.first <= c.first < z.last for z in zones)]
    told = sentence.number - max(s.number for s in (last.sentence, *last.also))
    if not backward or min(gap, told) > 1 or (last.claimants and not _only_done(last)):
        return last
    claimants = tuple(c for zone in zones if zone.cue.tag != "cue:denial" for c in claimants_in(sentence, zone))
    return structs.replace(last, claimants=own_offices(claimants, last.kind, last.supplier) or last.claimants)


def _only_done(last: Mention) -> bool:
    """Return whether those who found or seized something are only taken to tell of it, and nobody is said to."""
    zones = find_attributions(last.sentence, find_triggers(last.sentence))
    return last.kind in _DOER_TELLS and not any(claimants_in(last.sentence, zone) for zone in zones)


def _is_about(cue: Cue, last: Mention) -> bool:
    """Return whether words point back at an event: "it" where a sentence opens, "the weapons" anywhere in it."""
    return cue.last - cue.first > 1 or (cue.first == 0 and not last.claimants)


def _is_denied(sentence: Sentence) -> bool:
    """Return whether a sentence negates anything; "no fewer than" negates nothing."""
    only = sentence.tagged["cue:only"]
    return any(not any(o.first <= c.first < o.last for o in only) for c in sentence.tagged["cue:negation"])


def _strikes(claimant: Claimant, last: Mention) -> bool:
    """Return whether somebody speaks for who struck: the party named, else one of another country than the place's."""
    if last.attacker:
        return speaks_for(claimant, {last.attacker})
    struck = {place.name.toponym.country for place in last.places}
    return bool(struck) and claimant.kind in _STATE and claimant.country not in {None, *struck}


def _admitted(last: Mention, sentence: Sentence, zones: Sequence[AttributionSpan], scene: DiscourseState) -> Mention:
    """Note who confirms the event, or takes responsibility for it."""
    owning = sentence.tagged["cue:responsibility"]
    named = any(t.kind == last.kind and t.frame == "noun" for t in find_triggers(sentence))
    apart = sentence.block != last.sentence.block and not owning and not named
    if _is_denied(sentence) or apart or (_is_elsewhere(last, sentence, zones) and not owning):
        return last
    # "Le ministère russe a dit avoir visé un navire": who says what it aimed at says that it struck.
    aims = last.kind == "strike" and not owning and "cue:aim" in sentence.tags
    confirms = {c.first for c in sentence.cued("cue:acknowledge", "cue:confirm")} if not owning else set()
    admitting = tuple(
        claimant
        for zone in zones
        if zone.cue.first in confirms or aims or any(zone.first <= c.first < zone.last for c in owning)
        for claimant in (as_group(c, sentence, zone, scene.last_group) for c in claimants_in(sentence, zone))
        if not aims or _strikes(claimant, last)
    )
    if not admitting or last.kind not in ("strike", "test", "deployment", "shipment"):
        return last
    claimants = tuple(dict.fromkeys((*last.claimants, *admitting))) if owning else last.claimants
    attacker = admitting[0].country if owning else last.attacker
    return structs.replace(
        last,
        claimants=claimants,
        attacker=attacker or last.attacker,
        admitted_by=(*last.admitted_by, *admitting),
        owned=last.owned or bool(owning),
        also=(*last.also, sentence),
    )


_BY_REACH = 2


def killed_by_weapon(sentence: Sentence, zones: Sequence[AttributionSpan]) -> list[tuple[str, list[Trigger]]]:
    """Read the dead and what killed them in a town as a strike: "In Isjum starben durch Gleitbomben zwei Menschen"."""
    if sentence.has("cue:not_war", "cue:negation", "cue:accident", "noun:dud") or find_casualties(sentence) is None:
        return []
    cues = [c for c in sentence.cued("hurt:killed", "hurt:wounded") if not is_attributed(c.first, zones)]
    led = [c.last for c in sentence.tagged["prep:by"] if not is_attributed(c.first, zones)]
    thrown = any(0 <= w.first - at <= _BY_REACH for w in sentence.groups["weapon"] for at in led)
    towns = any(n.is_place and not is_attributed(n.first, zones) for n in sentence.names)
    if not (cues and thrown and towns):
        return []
    trigger = Trigger(kind="strike", frame="noun", cue=cues[0])
    return [("strike", [trigger])] if happened(sentence, trigger, zones) else []
