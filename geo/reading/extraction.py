"""From sentences to mentions of events."""

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import structs

from gazetteer.records import Role
from geo.events.areas import named_areas
from geo.events.drafts import span_days
from geo.events.geography import same_entry, same_place
from geo.language.arms import closer_weapon, find_marks, find_vessel, find_weapon, weapon_named, weapons_agree
from geo.language.casualties import find_casualties
from geo.language.clauses import Trigger, Zone, clause_of, dateline_end, find_triggers, find_zones, happened, in_zone
from geo.language.distances import find_distances
from geo.language.functions import PrepositionMap
from geo.language.quantities import CountedThing
from geo.language.sentence import Sentence
from geo.reading.attribution.attributed import admitting, is_owned, issuer, speakers_of, with_accused, with_speaker
from geo.reading.attribution.claims import Claimant, actors_as_claimants, examiners_named, group_named, own_offices
from geo.reading.discourse.crashes import found_where_it_fell, is_only_crash
from geo.reading.discourse.followups import follow_up, owned_up
from geo.reading.discourse.promises import with_promise
from geo.reading.discourse.seized import CARRIERS, only_moves_seized, way_of_seized, with_way_before
from geo.reading.discourse.trips import aboard, is_bare_trip, is_trip, trip_verbs, with_cargo
from geo.reading.kinds import PEOPLE, by_kind, continued_groups, hurt_elsewhere, is_told, killed_by_weapon, names_arms
from geo.reading.mentions import Mention
from geo.reading.roles.assignment import Parts, assign_parts
from geo.reading.roles.restrictions import Scene, goes_on
from geo.reading.roles.timing import date_for, is_history, tells_of_the_past
from geo.reading.roles.whereabouts import at_that_place, places_told, settled_places
from geo.records import EventDate, PlaceRole, Quantity

_GO_ON = 2
_DATE_REACH = 4
_RAID_REACH = 4
_OPENING = 2
_HURT_REACH = 4
_ARMOUR = frozenset({"tank", "vehicle"})
_COLUMN = frozenset({"vehicle", "tank", "vessel", "warship", "boat", "aircraft", "helicopter"})
_STOPPED = (
    "noun:ship",
    "unit:vessel",
    "unit:boat",
    "unit:vehicle",
    "unit:container",
    "mode:road",
    "mode:sea",
    "mode:air",
    "mode:rail",
)
_HOLD = frozenset({"rifle", "pistol", "round", "cartridge", "grenade", "machine gun", "grenade launcher", "launcher"})
_NOT_GOODS = frozenset({"voyage", "launch", "flight", *PEOPLE})


def find_mentions(sentences: Sequence[Sentence], *, article: str, published_year: int | None) -> list[Mention]:
    """Return what an article's sentences tell of events, in order.

    Args:
        sentences: The article's sentences.
        article: Its id.
        published_year: Year of publication; events told of ten years before it are history.
    """
    calendar_names = {cue.tag.removeprefix("calendar:") for s in sentences for cue in s.group("calendar:")}
    scene = Scene(
        article=article,
        published_year=published_year,
        calendars=tuple(sorted(calendar_names)),
        has_war=any(s.group("weapon:") or s.group("vessel:") or s.has("noun:arms") for s in sentences),
        war_at=frozenset(s.number for s in sentences if s.group("weapon:") or s.has("noun:military")),
        has_test=any(s.has("word:test_word") for s in sentences),
        areas=named_areas(sentences),
        issuer=issuer(sentences),
        imagery_in=frozenset(s.block for s in sentences if s.has("cue:imagery")),
        imagery_at=frozenset(s.number for s in sentences if s.has("cue:imagery")),
        arms_at=frozenset(s.number for s in sentences if s.has("noun:arms") or s.group("weapon:")),
        finds_at=frozenset(
            s.number for s in sentences if s.has("seizure:find") and (s.has("noun:arms") or s.group("weapon:"))
        ),
    )
    found: list[Mention] = []
    for before, sentence in zip((None, *sentences), sentences, strict=False):
        mentions = at_that_place(list(_mentions_of(sentence, scene)), before)
        mentions = _with_cargo(mentions, sentence, scene, found)
        _note_place(sentence, scene)
        scene.last_group = group_named(sentence) or scene.last_group
        if found and (way := way_of_seized(found[-1], sentence, mentions)):
            found[-1] = way
            continue
        if found and only_moves_seized(found[-1], sentence, mentions):
            continue
        mentions = _taken_aboard(found, mentions, before, sentence, scene)
        mentions = with_promise(with_way_before(mentions, before, sentence), before)
        mentions = found_where_it_fell(mentions, found[-1] if found else None)
        if found and is_only_crash(found[-1], mentions):
            found.pop()
        last = _told_last(found)
        if found and not mentions and _is_taken_back(found[last], sentence):
            del found[last]
            scene.last = None
        elif found and not mentions:
            found[last] = follow_up(_identified(found[last], sentence, scene), sentence, scene)
        elif found and sentence.has("cue:responsibility"):
            found[last] = owned_up(found[last], sentence, scene)
        found.extend(mentions)
        if mentions:
            scene.last = mentions[_told_last(mentions)]
            _note_date(mentions, scene)
            if any(mention.kind == "strike" for mention in mentions):
                scene.struck_block = sentence.block
    return found


def _with_cargo(mentions: list[Mention], sentence: Sentence, scene: Scene, found: list[Mention]) -> list[Mention]:
    """Join what was aboard with the trip told before, and remember a trip of which nothing is said yet."""
    told = found[-1] if found and is_bare_trip(found[-1]) else None
    if told is None and scene.trip is None and not sentence.has(*CARRIERS):
        return mentions
    zones = find_zones(sentence, [*find_triggers(sentence), *aboard(sentence)])
    joined = with_cargo(told or scene.trip, mentions, sentence, zones)
    if joined is not mentions:
        del found[len(found) - (told is not None) :]
        # Those who tell what was aboard tell of the shipment.
        speakers = speakers_of(sentence, zones, scene)
        joined = [structs.replace(joined[0], claimants=speakers or joined[0].claimants)]
        scene.trip = None
    verbs = [] if joined else trip_verbs(sentence, zones)
    if verbs:
        words = PrepositionMap(sentence)
        speakers = speakers_of(sentence, zones, scene)
        trip = _mention(
            sentence, "shipment", verbs, rivals=(), zones=zones, words=words, claimants=speakers, scene=scene
        )
        scene.trip = trip if trip is not None and is_trip(trip) else scene.trip
    return joined


def _is_taken_back(last: Mention, sentence: Sentence) -> bool:
    """Tell whether the next sentence says that the one before was false: "The pictures were from a game"."""
    if sentence.number - last.sentence.number > 1 or sentence.block != last.sentence.block:
        return False
    known = [place.name.toponym for place in last.places]
    elsewhere = any(n.is_place and not any(same_entry(n.toponym, k) for k in known) for n in sentence.names)
    # "Die Bilder stammten aus einem Spiel": where the pictures come from is no event.
    tells = any(t.frame != "come" for t in find_triggers(sentence))
    return sentence.has("cue:refuted", "cue:unreal") and not elsewhere and not tells


def _taken_aboard(
    found: list[Mention], mentions: list[Mention], before: Sentence | None, sentence: Sentence, scene: Scene
) -> list[Mention]:
    """Read "A frigate stopped a dhow off X. Aboard they found 3,000 rifles" as one seizure."""
    if before is None or not _tells_hold(mentions, sentence):
        return mentions
    triggers = find_triggers(before)
    zones = find_zones(before, triggers)
    taken = [t for t in triggers if t.kind == "seizure" and t.frame != "noun" and happened(before, t, zones)]
    taken = [t for t in taken if not in_zone(t.cue.first, zones)]
    if not taken or not before.has(*_STOPPED):
        return mentions
    words = PrepositionMap(before)
    claimants = speakers_of(before, zones, scene)
    seizure = _mention(before, "seizure", taken, rivals=(), zones=zones, words=words, claimants=claimants, scene=scene)
    if seizure is None or not seizure.places:
        return mentions
    if found and found[-1].kind == "seizure" and found[-1].sentence is before:
        seizure = found.pop()
    return [_with_hold(seizure, mentions, sentence, scene)]


def _tells_hold(mentions: Sequence[Mention], sentence: Sentence) -> bool:
    """Tell whether a sentence says what arms were aboard something, and not where that was stopped."""
    if not sentence.has("cue:inside") or sentence.has("cue:fragment", "noun:dud", "noun:outdoors"):
        return False
    if mentions and [m.kind for m in mentions] not in (["recovery"], ["seizure"]):
        return False
    placed = any(place.role is PlaceRole.SITE for m in mentions for place in m.places)
    return not placed and (bool(mentions) or any(t.quantity.unit in _HOLD for t in sentence.quantities))


def _with_hold(seizure: Mention, mentions: Sequence[Mention], sentence: Sentence, scene: Scene) -> Mention:
    counted = tuple(t.quantity for t in sentence.quantities if t.quantity.value and t.quantity.unit not in PEOPLE)
    claimants = tuple(c for m in mentions for c in m.claimants)
    if not mentions:
        zones = find_zones(sentence, find_triggers(sentence))
        claimants = tuple(speakers_of(sentence, zones, scene))
    return structs.replace(
        seizure,
        quantities=counted or seizure.quantities,
        weapon=next((m.weapon for m in mentions if m.weapon), None) or find_weapon(sentence, 0) or seizure.weapon,
        marks=tuple(mark for m in mentions for mark in m.marks),
        places=(*seizure.places, *(p for m in mentions for p in m.places)),
        recipient=seizure.recipient or next((m.recipient for m in mentions if m.recipient), None),
        claimants=seizure.claimants or claimants,
        goods=_goods(sentence, "seizure"),
        names_arms=True,
        also=(*seizure.also, sentence),
    )


def _told_last(found: Sequence[Mention]) -> int:
    """Return which mention later sentences go on about: of one sentence's, the last that says where or how many."""
    index = len(found) - 1
    for earlier in range(index, -1, -1):
        mention = found[earlier]
        if mention.sentence is not found[-1].sentence:
            break
        if mention.places or mention.quantities:
            return earlier
    return index


def _dates_a_study(sentence: Sentence, date: EventDate | None, triggers: Sequence[Trigger]) -> bool:
    """Tell whether a date stands by the word for an examination: "went there in May and examined the debris"."""
    at = next((sentence.token_at(found.start) for found in sentence.dates if found.date == date), None)
    told = [trigger for trigger in triggers if trigger.frame != "noun"]
    if at is None or not told:
        return False
    return min(told, key=lambda trigger: abs(trigger.cue.first - at)).frame == "examine"


def _is_since(sentence: Sentence) -> bool:
    return any(date.means.startswith("since") for date in sentence.dates)


def _note_place(sentence: Sentence, scene: Scene) -> None:
    """Remember the place named last, for "this town"; a dateline is where a text was filed."""
    exact = ("settlement", "site", "near")
    told = [n for n in sentence.names if n.first >= dateline_end(sentence)]
    named = [n for n in told if n.toponym.place is not None and n.toponym.precision in exact]
    if literal := [n for n in named if n.toponym.role is Role.LITERAL or n.toponym.role is Role.VENUE]:
        scene.place, scene.place_at = literal[-1], sentence.number


def _note_date(mentions: Sequence[Mention], scene: Scene) -> None:
    """Remember the day told last, for "the same night"."""
    for mention in mentions:
        if mention.date is not None and mention.date is not scene.date:
            scene.date, scene.dated_at = mention.date, mention.sentence.number
            scene.dated_kind, scene.dated_block = mention.kind, mention.sentence.block


def _identified(last: Mention, sentence: Sentence, scene: Scene) -> Mention:
    """Let the sentence after an event name its weapon or the mark read on it: "il s'agissait de missiles"."""
    told = max(s.number for s in (last.sentence, *last.also))
    if sentence.number - told > 1 or last.kind not in ("recovery", "strike", "seizure"):
        return last
    marks = find_marks(sentence, scene.calendars)
    marked = last.kind == "recovery" and sentence.has("cue:mark")  # "le numéro de série d'un ATACMS"
    named = (
        find_weapon(sentence, 0)
        if (sentence.has("cue:identity") or marked) and not sentence.has("cue:negation")
        else None
    )
    weapon = closer_weapon(last.weapon, named) if weapons_agree(last.weapon, named) else last.weapon
    counted = tuple(t.quantity for t in sentence.quantities if t.quantity.value and t.quantity.unit not in PEOPLE)
    counted = counted if sentence.has("cue:identity") and not any(q.value for q in last.quantities) else ()
    if marks == () and weapon == last.weapon and not counted:
        return last
    return structs.replace(
        last,
        weapon=weapon,
        quantities=counted or last.quantities,
        marks=(*last.marks, *marks),
        also=(*last.also, sentence),
        examined=last.examined or bool(marks),
    )


def _mentions_of(sentence: Sentence, scene: Scene) -> Iterator[Mention]:
    triggers = find_triggers(sentence)
    zones = find_zones(sentence, triggers)
    claimants = speakers_of(sentence, zones, scene)
    if sentence.has("cue:history") or _long_ago(sentence, scene):
        scene.past_block = sentence.block
        return
    if scene.past_block == sentence.block and not any(
        not is_history(d.date, scene.published_year) for d in sentence.dates
    ):
        return
    if any(is_history(d.date, scene.published_year) for d in sentence.dates):
        scene.old_at = sentence.number
    elif scene.old_at == sentence.number - 1 and any(c.first == 0 for c in sentence.tagged("cue:back_then")):
        scene.old_at = sentence.number
        return
    told = [t for t in triggers if is_told(sentence, t, triggers, zones) and happened(sentence, t, zones)]
    planned = [t for t in triggers if t not in told and not in_zone(t.cue.first, zones)]
    groups = by_kind(sentence, told, scene, planned=planned)
    if not groups:
        groups = continued_groups(sentence, scene)
    if all(kind == "recovery" and all(t.frame == "noun" for t in group) for kind, group in groups):
        groups = hurt_elsewhere(sentence, zones, scene) or groups or killed_by_weapon(sentence, zones)
    words = PrepositionMap(sentence)
    for kind, group in groups:
        rivals = [t for t in triggers if t not in told and t not in group]
        rivals += [t for other, own in groups if other != kind for t in own if t not in group]
        mention = _mention(
            sentence, kind, group, rivals=rivals, zones=zones, words=words, claimants=claimants, scene=scene
        )
        if mention is not None:
            yield mention


def _long_ago(sentence: Sentence, scene: Scene) -> bool:
    """Tell whether a sentence opens with what happened decades ago: "Eighty years ago", "Vor 85 Jahren"."""
    return any(
        date.means == "years_ago"
        and sentence.token_at(date.start) <= _OPENING
        and is_history(date.date, scene.published_year)
        for date in sentence.dates
    )


def _mention(
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    *,
    rivals: Sequence[Trigger],
    zones: Sequence[Zone],
    words: PrepositionMap,
    claimants: tuple[Claimant, ...],
    scene: Scene,
) -> Mention | None:
    """Fill a mention's slots from the sentence; None where it tells too little."""
    things = [q for q in sentence.quantities if _counts_for(sentence, q, kind, zones)]
    if not triggers and not things:
        return None
    # "They will replace the South African contingent": whose those are is not whose "they" are.
    again = kind == "deployment" and scene.last is not None and scene.last.kind == kind
    again = again and any(c.first == 0 for c in sentence.tagged("noun:speaker"))
    parts = assign_parts(sentence, kind, triggers, zones, words, rivals=rivals, with_adjectives=not again)
    parts = with_speaker(parts, sentence, kind, triggers, zones=zones, claimants=claimants)
    parts = with_accused(parts, sentence, kind, triggers, zones)
    parts = structs.replace(
        parts, places=places_told(parts, sentence, kind, triggers, rivals=rivals, zones=zones, scene=scene)
    )
    claimants = own_offices(claimants, kind, parts.supplier)
    near = triggers[0].cue.first if triggers else 0
    if kind in ("recovery", "seizure") and triggers:
        claimants = claimants or tuple(actors_as_claimants(sentence, near))
    claimants = claimants or tuple(examiners_named(sentence, before=near))
    date = (
        date_for(sentence, triggers, zones) or _date_told(sentence, scene, zones) or _same_raid(sentence, kind, scene)
    )
    if is_history(date, scene.published_year) or tells_of_the_past(sentence, triggers, scene.published_year):
        return None
    weapon = _weapon(sentence, kind, near, things)
    return Mention(
        article=scene.article,
        sentence=sentence,
        kind=kind,
        block=sentence.kind,
        places=settled_places(parts, kind, sentence, scene),
        country=parts.country,
        date=date,
        quantities=_distinct(things, sentence, kind),
        distances=find_distances(sentence, parts.places),
        weapon=weapon,
        vessel=find_vessel(sentence) if kind != "deployment" else None,
        marks=find_marks(sentence, scene.calendars),
        casualties=find_casualties(sentence) if kind == "strike" else None,
        supplier=parts.supplier,
        recipient=parts.recipient,
        attacker=parts.attacker,
        claimants=claimants,
        admitted_by=admitting(sentence, zones, claimants),
        owned=bool(claimants) and kind == "strike" and is_owned(sentence, zones),
        dates_study=kind == "recovery" and _dates_a_study(sentence, date, triggers),
        is_total=kind == "shipment" and (sentence.has("cue:total") or _is_since(sentence)),
        examined=sentence.has("cue:examine", "cue:imagery")
        or sentence.block in scene.imagery_in
        or bool(scene.imagery_at & {sentence.number + 1, sentence.number + 2}),
        continues=_continues(sentence, kind, parts, scene),
        goods=_goods(sentence, kind),
        names_arms=names_arms(sentence)
        and any(t.frame != "noun" for t in triggers)
        and (kind != "seizure" or _has_taker(sentence, triggers)),
    )


def _has_taker(sentence: Sentence, triggers: Sequence[Trigger]) -> bool:
    """Tell whether those who seize stand before their verb: "the coast guard intercepted", not "those intercepted"."""
    first, _ = clause_of(sentence, triggers[0].cue.first)
    low, high = first, triggers[0].cue.first
    offices = sentence.tagged("noun:official", "noun:body", "noun:customs", "noun:troops", "noun:ship")
    return any(low <= c.first < high for c in offices) or any(
        low <= n.first < high and n.is_actor for n in sentence.names
    )


def _date_told(sentence: Sentence, scene: Scene, zones: Sequence[Zone]) -> EventDate | None:
    """Return the date told before, for "the same night"; none for what was said "a day later"."""
    if sentence.number - scene.dated_at > _DATE_REACH:
        return None
    beside = [c for c in sentence.tagged("cue:day_before", "cue:day_after") if not in_zone(c.first, zones)]
    if beside:
        return _day_beside(scene.date, -1 if beside[0].tag == "cue:day_before" else 1)
    return scene.date if sentence.has("cue:same_time") else None


def _same_raid(sentence: Sentence, kind: str, scene: Scene) -> EventDate | None:
    """Return the day of the strike told right before in the same paragraph, which a raid's next places share."""
    told = kind == "strike" == scene.dated_kind and scene.dated_block == sentence.block
    if not told or not 0 < sentence.number - scene.dated_at <= _RAID_REACH:
        return None
    if sentence.dates or sentence.has("cue:earlier") or scene.date is None or span_days(scene.date) > 1:
        return None
    return scene.date


def _day_beside(date: EventDate | None, days: int) -> EventDate | None:
    """Return the day before or after a day told before: "la veille"."""
    if date is None or date.start is None or date.start != date.end:
        return None
    day = (dt.date.fromisoformat(date.start) + dt.timedelta(days=days)).isoformat()
    return EventDate(start=day, end=day, precision=date.precision, text=date.text)


def _continues(sentence: Sentence, kind: str, parts: Parts, scene: Scene) -> bool:
    if not goes_on(sentence, scene, kind):
        return False
    opens = kind == "deployment" and any(cue.first == 0 for cue in sentence.tagged("noun:speaker"))
    started = scene.last is None or any(place.role == "origin" for place in scene.last.places)
    has_origin = not opens and started and any(place.role == "origin" for place in parts.places)
    if sentence.has("cue:another"):
        return False
    if has_origin and scene.last is not None and _starts_where_it_ended(parts, scene.last):
        return sentence.number - scene.last.sentence.number <= _GO_ON
    return not has_origin and not (parts.supplier and scene.last and parts.supplier != scene.last.supplier)


def _starts_where_it_ended(parts: Parts, last: Mention) -> bool:
    """Tell whether a way starts where the one told before ended: "to the port of A. From A, by rail, to B"."""
    ends = [p.name.toponym for p in last.places if p.role in (PlaceRole.DESTINATION, PlaceRole.VIA)]
    starts = [p.name.toponym for p in parts.places if p.role is PlaceRole.ORIGIN]
    return any(same_place(start, end) for start in starts for end in ends)


def _counts_for(sentence: Sentence, thing: CountedThing, kind: str, zones: Sequence[Zone]) -> bool:
    """Tell whether a quantity is of what this kind of event moves or throws."""
    unit = thing.quantity.unit
    index = sentence.token_at(thing.start)
    if in_zone(index, zones) and kind != "recovery":
        return False
    if kind == "deployment":
        hurt = sentence.tagged("hurt:killed", "hurt:wounded")
        if unit in PEOPLE and any(0 <= c.first - index <= _HURT_REACH for c in hurt):
            return False  # "eight soldiers were killed there"
        return unit in PEOPLE | _ARMOUR or (unit in _COLUMN and sentence.has("noun:troops", "noun:fleet"))
    if unit in PEOPLE or (kind == "test" and unit == "tonne"):
        return False
    if kind == "strike":
        first, last = clause_of(sentence, index)
        falls = [c for c in sentence.cues if c.tag == "strike:land"]
        shot_down = any(
            first <= c.first < last and not any(f.first <= c.first and c.last <= f.last for f in falls)
            for c in sentence.tagged("cue:intercepted")
        )
        return unit in ("missile", "drone", "rocket", "bomb", "shell", "mine") and not shot_down
    return True


def _distinct(things: Sequence[CountedThing], sentence: Sentence, kind: str) -> tuple[Quantity, ...]:
    del sentence, kind
    found: dict[tuple[float | None, str], Quantity] = {}
    for thing in things:
        found.setdefault((thing.quantity.value, thing.quantity.unit), thing.quantity)
    return tuple(found.values())


def _goods(sentence: Sentence, kind: str) -> frozenset[str]:
    if kind not in ("shipment", "seizure"):
        return frozenset()
    return frozenset(cue.tag.removeprefix("unit:") for cue in sentence.group("unit:")) - _NOT_GOODS


def _weapon(sentence: Sentence, kind: str, near: int, things: Sequence[CountedThing]) -> str | None:
    if kind == "deployment":
        return None
    name = find_weapon(sentence, near, thrown=kind in ("strike", "test"))
    weapon = weapon_named(name)
    if kind in ("shipment", "seizure") and weapon is not None and weapon.generic and things:
        counted = {thing.quantity.unit for thing in things}
        return name if weapon.unit in counted else None
    return name
