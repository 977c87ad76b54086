"""From sentences to mentions of events."""

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import structs

from gazetteer.records import Precision, Role
from geo.areas import at_area, in_company, named_areas
from geo.arms import closer_weapon, find_marks, find_vessel, find_weapon, weapon_named, weapons_agree
from geo.casualties import find_casualties
from geo.claims import (
    Claimant,
    actors_as_claimants,
    as_group,
    claimant_named,
    claimants_in,
    group_named,
    has_speaker_pronoun,
    is_examiner,
    own_offices,
)
from geo.clauses import Trigger, Zone, clause_of, dateline_end, find_triggers, find_zones, happened, in_zone
from geo.drafts import span_days
from geo.event_tables import event_kinds
from geo.followups import follow_up, owned_up
from geo.functions import PrepositionMap, functions_of
from geo.geography import holds, same_place
from geo.mentions import Mention, MentionPlace
from geo.objects import Scene, goes_on, has_object
from geo.parts import Parts, assign_parts
from geo.passages import Name, Sentence
from geo.quantities import CountedThing
from geo.records import EventDate, PlaceRole, Quantity
from geo.stated import find_distances
from geo.timing import date_for, is_history, tells_of_the_past

PRIORITY = ("seizure", "recovery", "test", "strike", "deployment", "shipment")
"""Which kind a sentence's words go to where several could take them."""
_SITED = ("strike", "recovery", "seizure")
_WIDE = ("admin1", "admin2")
_CLAIM_REACH = 3
_SILENCE_REACH = 2
_WAY_REACH = 3
_GO_ON = 2
_DATE_REACH = 4
_RAID_REACH = 4
_OPENING = 2
_WAYS = frozenset({"come", "start", "cross", "move", "depart", "arrive", "load"})
_WAY_ONLY = frozenset({"come", "start", "cross"})
"""Frames that tell a way and, alone, no shipment."""
_ONWARD = frozenset({"move", "arrive", "depart"})
"""Frames of moving that go on about troops where troops were told of before."""
_SENDING = frozenset({"give", "move", "arrive"})
_CARGO_UNITS = frozenset({"unit:container", "unit:crate", "unit:wagon", "unit:tonne", "unit:weapon", "unit:munition"})
_PEOPLE = frozenset({"soldier", "officer"})
_CARRIERS = ("noun:ship", "unit:vehicle", "unit:vessel", "unit:aircraft", "mode:road", "mode:sea", "mode:air")
_ARMOUR = frozenset({"tank", "vehicle"})
_COLUMN = frozenset({"vehicle", "tank", "vessel", "aircraft", "helicopter"})
_NOT_GOODS = frozenset({"voyage", "launch", "flight", *_PEOPLE})


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
        issuer=_issuer(sentences),
        imagery_in=frozenset(s.block for s in sentences if s.has("cue:imagery")),
        imagery_at=frozenset(s.number for s in sentences if s.has("cue:imagery")),
        arms_at=frozenset(s.number for s in sentences if s.has("noun:arms") or s.group("weapon:")),
    )
    found: list[Mention] = []
    for before, sentence in zip((None, *sentences), sentences, strict=False):
        mentions = _there(list(_mentions_of(sentence, scene)), before)
        _note_place(sentence, scene)
        scene.last_group = group_named(sentence) or scene.last_group
        if found and (way := _way_of_seized(found[-1], sentence, mentions)):
            found[-1] = way
            continue
        if found and _only_moves_seized(found[-1], sentence, mentions):
            continue
        mentions = _with_way_before(mentions, before, sentence)
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
    return found


def _is_taken_back(last: Mention, sentence: Sentence) -> bool:
    """Tell whether the next sentence says that the one before was false: "The pictures were from a game"."""
    if sentence.number - last.sentence.number > 1 or sentence.block != last.sentence.block:
        return False
    known = {place.name.toponym.text for place in last.places}
    elsewhere = any(name.is_place and name.toponym.text not in known for name in sentence.names)
    return sentence.has("cue:refuted", "cue:unreal") and not elsewhere and not find_triggers(sentence)


def _there(mentions: list[Mention], before: Sentence | None) -> list[Mention]:
    """Give "there they examined the debris" the place that the sentence before named."""
    if before is None or not mentions or mentions[0].places or before.block != mentions[0].sentence.block:
        return mentions
    sentence = mentions[0].sentence
    if not any(cue.first <= 1 for cue in sentence.tagged("cue:there")):
        return mentions
    names = [n for n in before.names if _may_be_there(n)]
    if not names:
        return mentions
    role = PlaceRole.DESTINATION if mentions[0].kind in ("shipment", "deployment") else PlaceRole.SITE
    return [structs.replace(m, places=(MentionPlace(role=role, name=names[-1]),)) for m in mentions]


def _may_be_there(name: Name) -> bool:
    place = name.toponym.place
    return name.is_place or (name.toponym.role is Role.VENUE and place is not None and place.kind != "country")


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


def _way_of_seized(last: Mention, sentence: Sentence, mentions: Sequence[Mention]) -> Mention | None:
    """Give a seizure the way of the ship or lorry told after it: "Le boutre venait de Jask"."""
    if last.kind != "seizure" or sentence.number - last.sentence.number > _WAY_REACH:
        return None
    if any(m.kind != "shipment" or any(q.value for q in m.quantities) for m in mentions):
        return None
    triggers = find_triggers(sentence)
    zones = find_zones(sentence, triggers)
    moves = [t for t in triggers if t.kind == "shipment" and t.frame in _WAYS]
    if not any(happened(sentence, t, zones) for t in moves) or _is_another_carrier(last, sentence):
        return None
    # Where it was to go is its destination, though it never came there.
    moves = [t for t in moves if t.frame == "arrive" or happened(sentence, t, zones)]
    parts = assign_parts(sentence, "shipment", moves, zones, PrepositionMap(sentence))
    known = {place.name.toponym.text for place in last.places}
    places = tuple(p for p in parts.places if p.name.toponym.text not in known)
    if not any(place.role in (PlaceRole.ORIGIN, PlaceRole.VIA) for place in places):
        return None
    claimants = last.claimants or tuple(
        c for zone in zones if zone.cue.tag != "cue:denial" for c in claimants_in(sentence, zone)
    )
    return structs.replace(last, places=(*last.places, *places), claimants=claimants, also=(*last.also, sentence))


def _is_another_carrier(last: Mention, sentence: Sentence) -> bool:
    """Tell whether a new paragraph tells of a ship, lorry or plane that nothing told of before: "Un avion-cargo"."""
    opens = sentence.numbers[:1] and sentence.numbers[0].start == sentence.tokens[0].start
    return sentence.block != last.sentence.block and bool(opens and sentence.numbers[0].value == 1)


def _only_moves_seized(last: Mention, sentence: Sentence, mentions: Sequence[Mention]) -> bool:
    """Tell whether what was seized is only taken away: "Les armes ont été transférées sur la frégate"."""
    told = max(s.number for s in (last.sentence, *last.also))
    if last.kind != "seizure" or sentence.number - told > _WAY_REACH or not mentions:
        return False
    same = sentence.has("cue:anaphora") and all(m.kind == "shipment" for m in mentions)
    counted = any(q.value for m in mentions for q in m.quantities)
    given = any(m.supplier or m.recipient or m.date for m in mentions)
    started = any(p.role is PlaceRole.ORIGIN for m in mentions for p in m.places)
    return same and not (counted or given or started)


def _with_way_before(mentions: list[Mention], before: Sentence | None, sentence: Sentence) -> list[Mention]:
    """Give a seizure the way of the lorry told right before it: "Le camion venait de Skopje. À l'intérieur, ..."."""
    if before is None or [m.kind for m in mentions] != ["seizure"] or before.block != sentence.block:
        return mentions
    triggers = find_triggers(before)
    zones = find_zones(before, triggers)
    moves = [t for t in triggers if t.kind == "shipment" and t.frame in _WAYS and happened(before, t, zones)]
    started = any(place.role is PlaceRole.ORIGIN for place in mentions[0].places)
    if not moves or started or not before.has(*_CARRIERS) or find_quantity(before):
        return mentions
    parts = assign_parts(before, "shipment", moves, zones, PrepositionMap(before))
    ways = tuple(p for p in parts.places if p.role in (PlaceRole.ORIGIN, PlaceRole.VIA))
    if not any(place.role is PlaceRole.ORIGIN for place in ways):
        return mentions
    return [structs.replace(mentions[0], places=(*mentions[0].places, *ways), also=(before, *mentions[0].also))]


def find_quantity(sentence: Sentence) -> bool:
    """Tell whether a sentence counts arms, and so tells of a consignment by itself."""
    return any(thing.quantity.unit not in _COLUMN for thing in sentence.quantities)


def _identified(last: Mention, sentence: Sentence, scene: Scene) -> Mention:
    """Let the sentence after an event name its weapon or the mark read on it: "il s'agissait de missiles"."""
    told = max(s.number for s in (last.sentence, *last.also))
    if sentence.number - told > 1 or last.kind not in ("recovery", "strike", "seizure"):
        return last
    marks = find_marks(sentence, scene.calendars)
    named = find_weapon(sentence, 0) if sentence.has("cue:identity") and not sentence.has("cue:negation") else None
    weapon = closer_weapon(last.weapon, named) if weapons_agree(last.weapon, named) else last.weapon
    counted = tuple(t.quantity for t in sentence.quantities if t.quantity.value and t.quantity.unit not in _PEOPLE)
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


def _issuer(sentences: Sequence[Sentence]) -> tuple[Claimant, ...]:
    """Return who published the report an article is about, "le rapport" from then on."""
    for sentence in sentences:
        if not sentence.has("cue:issue") or not sentence.has("cue:statement_noun"):
            continue
        for name in sentence.names:
            claimant = claimant_named(name)
            if claimant is not None and claimant.kind not in ("country", "person", "media") and name.toponym.canonical:
                return (claimant,)
    return ()


def _mentions_of(sentence: Sentence, scene: Scene) -> Iterator[Mention]:
    triggers = find_triggers(sentence)
    zones = find_zones(sentence, triggers)
    claimants = _claimants(sentence, zones, scene)
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
    told = [t for t in triggers if _is_told(sentence, t, triggers, zones) and happened(sentence, t, zones)]
    groups = _by_kind(sentence, told, scene)
    if not groups:
        groups = _continued_groups(sentence, scene)
    if all(kind == "recovery" and all(t.frame == "noun" for t in group) for kind, group in groups):
        groups = _hurt_elsewhere(sentence, zones, scene) or groups
    words = PrepositionMap(sentence)
    for kind, group in groups:
        rivals = [t for t in triggers if t not in told and t not in group]
        rivals += [t for other, own in groups if other != kind for t in own if t not in group]
        mention = _mention(
            sentence, kind, group, rivals=rivals, zones=zones, words=words, claimants=claimants, scene=scene
        )
        if mention is not None:
            yield mention


def _hurt_elsewhere(sentence: Sentence, zones: Sequence[Zone], scene: Scene) -> list[tuple[str, list[Trigger]]]:
    """Read the dead of another town right after a strike as of another blow: "One man was killed in Dnipro"."""
    last = scene.last
    if last is None or last.kind != "strike" or last.sentence.block != sentence.block or sentence.has("cue:not_war"):
        return []
    if sentence.number - last.sentence.number > _RAID_REACH or find_casualties(sentence) is None:
        return []
    cues = [c for c in sentence.tagged("hurt:killed", "hurt:wounded") if not in_zone(c.first, zones)]
    known = {place.name.toponym.text for place in last.places}
    towns = [n for n in sentence.names if n.is_place and n.toponym.text not in known and not in_zone(n.first, zones)]
    if not cues or not towns:
        return []
    trigger = Trigger(kind="strike", frame="noun", cue=cues[0])
    return [("strike", [trigger])] if happened(sentence, trigger, zones) else []


def _long_ago(sentence: Sentence, scene: Scene) -> bool:
    """Tell whether a sentence opens with what happened decades ago: "Eighty years ago", "Vor 85 Jahren"."""
    return any(
        date.means == "years_ago"
        and sentence.token_at(date.start) <= _OPENING
        and is_history(date.date, scene.published_year)
        for date in sentence.dates
    )


def _is_background(sentence: Sentence, trigger: Trigger) -> bool:
    """Tell whether a strike only dates something else: "it strayed during the latest raid on Izmail"."""
    led = [c for c in sentence.tagged("cue:latest") if c.last == trigger.cue.first]
    if not led or sentence.dates or sentence.has("hurt:killed", "hurt:wounded"):
        return False
    at = led[0].first
    at = next((c.first for c in sentence.tagged("noun:determiner") if c.last == at), at)
    before = [c for c in sentence.cues if c.last == at and (c.tag.startswith("prep:") or c.tag == "noun:auxiliary")]
    return bool(before) and at > 1


def _is_told(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], zones: Sequence[Zone]) -> bool:
    """Leave out what only attributes; an analysis that "shows" is itself a find examined."""
    if trigger.kind == "strike" and trigger.frame == "noun" and _is_background(sentence, trigger):
        return False
    zone = next((z for z in zones if z.first <= trigger.cue.first < z.last), None)
    if zone is None:
        return True
    if trigger.kind != "recovery" or any(c.first == zone.first for c in sentence.tagged("cue:as_told")):
        return False
    examined = [t for t in triggers if t.frame == "examine" and zone.first <= t.cue.first < trigger.cue.first]
    return trigger.frame == "examine" or bool(examined)


def _claimants(sentence: Sentence, zones: Sequence[Zone], scene: Scene) -> tuple[Claimant, ...]:
    """Return who the sentence is attributed to, the last speaker for "he said", the issuer for "the report"."""
    found: list[Claimant] = []
    for zone in zones:
        if zone.cue.tag == "cue:denial" or _is_silent(sentence, zone):
            continue
        named = claimants_in(sentence, zone)
        spoken = sentence.tagged("cue:statement_noun", "noun:examiners")
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


def _is_silent(sentence: Sentence, zone: Zone) -> bool:
    """Tell whether somebody is told not to speak: "n'ont pas commenté", "äußerte sich nicht"."""
    if zone.cue.tag != "cue:speech":
        return False
    tokens = sentence.tokens
    around = [
        (no.last, zone.cue.first) if no.first < zone.cue.first else (zone.cue.last, no.first)
        for no in sentence.tagged("cue:negation")
        if no.first < zone.cue.first or sentence.tables.negation_after
    ]
    return any(
        0 <= last - first <= _SILENCE_REACH and not any(token.is_mark for token in tokens[first:last])
        for first, last in around
    )


def _on_own_word(sentence: Sentence) -> tuple[Claimant, ...]:
    """Return who says it of themselves: "Hezbollah fired, by its own account, ..."."""
    if not sentence.has("cue:own_words"):
        return ()
    own = (claimant_named(name) for name in sentence.names if name.toponym.role is not Role.DEMONYM)
    return tuple(c for c in own if c is not None and c.kind not in ("media", "person"))[:1]


def _by_kind(sentence: Sentence, told: Sequence[Trigger], scene: Scene) -> list[tuple[str, list[Trigger]]]:
    """Sort a sentence's triggers into events; one kind may take another's words."""
    onward = [Trigger(kind="deployment", frame="go_on", cue=t.cue) for t in told if t.frame in _ONWARD]
    if sentence.has("noun:troops") and not _names_goods(sentence):
        # "sent 400 policemen", "flown to Benghazi": verbs of sending, where people are what is sent.
        onward += [Trigger(kind="deployment", frame="post", cue=t.cue) for t in told if _sends(t)]
    fitting = [t for t in (*told, *onward) if has_object(sentence, t, scene)]
    posted = {t.cue.first for t in fitting if t.kind == "deployment" and t.frame != "go_on"}
    fitting = [t for t in fitting if t.frame != "go_on" or t.cue.first not in posted]
    if not any(t.kind == "shipment" and t.frame not in _WAY_ONLY for t in fitting):
        fitting = [t for t in fitting if t.kind != "shipment"]
    fitting = _settle_landings(sentence, fitting)
    fitting = _of_what_goes_on(sentence, fitting, scene)
    kinds = _without_posted(sentence, fitting, {t.kind for t in fitting}, scene)
    if kinds >= {"strike", "shipment"} and find_casualties(sentence) is not None:
        kinds.discard("shipment")  # the wounded are brought somewhere, not the shells
    if kinds >= {"seizure", "recovery"} and sentence.has("cue:fragment"):
        # "Debris secured in Dubai", "parts of a drone shot down": nothing was taken from anybody.
        fitting = [t for t in fitting if t.kind != "seizure"]
        kinds.discard("seizure")
    if "seizure" in kinds:
        fitting = _with_way(fitting, told)
        kinds -= {"shipment", "recovery", "deployment", *(["strike"] if _leads(fitting, "seizure", "strike") else [])}
    if "recovery" in kinds:
        kinds -= {"recovery"} if "shipment" in kinds and _only_pictured(sentence, fitting) else {"shipment"}
        if not _stands_alone(sentence, fitting, "strike"):
            kinds.discard("strike")
    moved = {t.frame for t in fitting if t.kind == "shipment"}
    if (
        kinds >= {"strike", "shipment"}
        and moved <= _SENDING
        and sentence.has("hurt:wounded")
        and not sentence.has("mode:sea")
    ):
        kinds -= {"shipment"}  # "the wounded were brought to hospital after a shell exploded"
    if "test" in kinds:
        kinds -= {"strike", "shipment"}
    return [(kind, [t for t in fitting if t.kind == kind]) for kind in PRIORITY if kind in kinds]


def _without_posted(sentence: Sentence, triggers: Sequence[Trigger], kinds: set[str], scene: Scene) -> set[str]:
    """Settle whether what is sent somewhere is troops or arms."""
    if not kinds >= {"deployment", "shipment"}:
        return kinds
    if _moves_with_troops(sentence, triggers):
        return kinds - {"shipment"}
    last = scene.last
    if last is not None and last.kind == "deployment":
        # "They had arrived aboard a convoy of twenty armoured vehicles", "brought them to": troops told of go on.
        verbs = {0, *(t.cue.last for t in triggers if t.kind == "shipment")}
        opens = any(c.first in verbs for c in sentence.tagged("noun:speaker", "noun:pronoun"))
        kinds = kinds - {"shipment"} if opens and sentence.number - last.sentence.number <= 1 else kinds
    # "China sent Myanmar six fighter jets": given, not posted.
    led = {cue.last for cue in sentence.tagged("prep:to")}
    given = not sentence.has("noun:troops") and not any(name.first in led for name in sentence.names)
    return kinds - {"deployment"} if given and "shipment" in kinds else kinds


def _with_way(triggers: Sequence[Trigger], told: Sequence[Trigger]) -> list[Trigger]:
    """Read the verbs of moving beside a seizure as the way of what was seized."""
    taken = {t.cue.first for t in triggers if t.kind == "seizure"}
    ways = [t for t in (*triggers, *(t for t in told if t.frame in _WAY_ONLY)) if t.cue.first not in taken]
    return list(dict.fromkeys([*(t for t in triggers if t.kind != "shipment"), *(_on_the_way(t) for t in ways)]))


def _of_what_goes_on(sentence: Sentence, triggers: list[Trigger], scene: Scene) -> list[Trigger]:
    """Read what only goes on about a seizure's cargo or a test's missile as of that, and as no event of its own.

    "La cargaison comprenait ...", "The missile fell into the sea".
    """
    last = scene.last
    if last is None or sentence.number - last.sentence.number > _WAY_REACH:
        return triggers
    kinds = {t.kind for t in triggers}
    if last.kind == "seizure" and kinds == {"shipment"} and all(t.frame == "noun" for t in triggers):
        opens = any(cue.first <= 1 for cue in sentence.tagged("cue:anaphora"))
        return [Trigger(kind="seizure", frame="noun", cue=t.cue) for t in triggers] if opens else triggers
    if last.kind == "test" and kinds == {"strike"} and all(t.frame == "land" for t in triggers):
        ashore = any(name.is_place and name.toponym.precision not in ("sea", "region") for name in sentence.names)
        hurt = sentence.has("hurt:killed", "hurt:wounded")
        return triggers if ashore or hurt else [Trigger(kind="test", frame="land", cue=t.cue) for t in triggers]
    return triggers


def _on_the_way(trigger: Trigger) -> Trigger:
    """Read "sailing from Jask to Mukalla" beside a seizure as the way of what was seized."""
    if trigger.kind != "shipment" or trigger.frame not in _WAYS:
        return trigger
    return Trigger(kind="seizure", frame="come", cue=trigger.cue)


def _moves_with_troops(sentence: Sentence, triggers: Sequence[Trigger]) -> bool:
    """Tell whether arms only come along: "a hundred soldiers and twelve vehicles arrived"."""
    posted = {t.cue.first for t in triggers if t.kind == "deployment"}
    troops = sentence.tagged("noun:troops")
    sent = [t for t in triggers if t.kind == "shipment" and t.cue.first not in posted]
    return not sent and any(cue.first < first + _WAY_REACH * 2 for cue in troops for first in posted)


def _only_pictured(sentence: Sentence, triggers: Sequence[Trigger]) -> bool:
    """Tell whether arms that were sent somewhere were merely seen there: no remnants, and no body that examines."""
    if any(t.kind == "recovery" and t.frame != "examine" for t in triggers):
        return False
    bodies = [c for n in sentence.names if (c := claimant_named(n)) and is_examiner(c)]
    return not bodies and any(t.kind == "shipment" and t.frame in ("give", "move") for t in triggers)


def _sends(trigger: Trigger) -> bool:
    return trigger.kind == "shipment" and trigger.frame in _SENDING


def _names_goods(sentence: Sentence) -> bool:
    return _names_arms(sentence) or any(c.tag in _CARGO_UNITS for c in sentence.cues)


def _settle_landings(sentence: Sentence, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Tell a plane or troops that land from a missile that does, where one word may be either."""
    peaceful = {t.cue.first for t in triggers if t.kind == "deployment"}
    carried = {t.cue.first for t in triggers if t.kind == "shipment"}
    if sentence.has("mode:air", "mode:sea", "noun:ship", "unit:flight", "unit:vessel") or any(
        t.kind == "shipment" and t.cue.first not in {s.cue.first for s in triggers if s.kind == "strike"}
        for t in triggers
    ):
        peaceful |= carried
    hostile = {t.cue.first for t in triggers if t.kind == "strike" and t.frame in ("land", "hit")} - peaceful
    return [
        t
        for t in triggers
        if not (t.kind == "strike" and t.frame == "land" and t.cue.first in peaceful)
        and not (t.kind == "shipment" and t.cue.first in hostile)
    ]


def _leads(triggers: Sequence[Trigger], kind: str, other: str) -> bool:
    first = {t.kind: t.cue.first for t in reversed(triggers)}
    return first.get(kind, 0) < first.get(other, 10**6)


def _stands_alone(sentence: Sentence, triggers: Sequence[Trigger], kind: str) -> bool:
    """Tell whether a strike is told beside a find, and not only as where the find came from."""
    own = [t for t in triggers if t.kind == kind]
    finds = [t for t in triggers if t.kind == "recovery"]
    if not own or not finds:
        return bool(own)
    relative = [c.first for c in sentence.tagged("cue:relative", "cue:that")]
    return all(
        not any(find.cue.first < r <= t.cue.first for r in relative for find in finds) and t.frame != "noun"
        for t in own
    ) and any(";" in token.text for token in sentence.tokens)


def _continued_groups(sentence: Sentence, scene: Scene) -> list[tuple[str, list[Trigger]]]:
    """A list that goes on ("Cela inclut trois millions de cartouches") tells of what was sent before."""
    last = scene.last
    if last is None or last.kind not in ("shipment", "deployment") or sentence.number - last.sentence.number > 1:
        return []
    people = any(thing.quantity.unit in _PEOPLE for thing in sentence.quantities)
    kinds = ("shipment", "deployment") if people or last.kind == "deployment" else ("shipment",)
    return [(kind, []) for kind in kinds] if sentence.has("cue:including") and sentence.quantities else []


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
    parts = assign_parts(sentence, kind, triggers, zones, words, rivals=rivals)
    parts = _with_speaker(parts, sentence, kind, triggers, zones=zones, claimants=claimants)
    parts = structs.replace(
        parts, places=_places_told(parts, sentence, kind, triggers, rivals=rivals, zones=zones, scene=scene)
    )
    claimants = own_offices(claimants, kind, parts.supplier)
    near = triggers[0].cue.first if triggers else 0
    if kind in ("recovery", "seizure") and triggers:
        claimants = claimants or tuple(actors_as_claimants(sentence, near))
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
        places=_settled_places(parts, kind, sentence, scene),
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
        admitted_by=_admitting(sentence, zones, claimants),
        owned=bool(claimants) and kind == "strike" and _is_owned(sentence, zones),
        dates_study=kind == "recovery" and _dates_a_study(sentence, date, triggers),
        is_total=kind == "shipment" and (sentence.has("cue:total") or _is_since(sentence)),
        examined=sentence.has("cue:examine", "cue:imagery")
        or sentence.block in scene.imagery_in
        or bool(scene.imagery_at & {sentence.number + 1, sentence.number + 2}),
        continues=_continues(sentence, kind, parts, scene),
        goods=_goods(sentence, kind),
        names_arms=_names_arms(sentence)
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


def _where_told(sentence: Sentence, kind: str, zones: Sequence[Zone]) -> tuple[MentionPlace, ...]:
    """Return where those are at home who tell of it themselves.

    "'Our hospital was hit', said the mayor of Orikhiv"; "customs in Mersin made a catch".
    """
    ours = any(not in_zone(c.first, zones) for c in sentence.tagged("noun:we"))
    offices = sentence.tagged("noun:customs") if kind == "seizure" else []
    if ours:
        offices = [c for c in sentence.tagged("noun:official", "noun:body") if in_zone(c.first, zones)]
    led = {p.last for o in offices for p in sentence.tagged("prep:of", "prep:at") if p.first == o.last}
    names = [n for n in sentence.names if n.first in led and _is_town(n)]
    return tuple(MentionPlace(role=PlaceRole.SITE, name=_as_place(name)) for name in names[:1])


def _is_town(name: Name) -> bool:
    place = name.toponym.place
    return place is not None and place.kind == "settlement" and place.feature_code != "PPLC"


def _as_place(name: Name) -> Name:
    """Return a town's name as that of a place, which a mayor or police named with it is in."""
    precision = Precision.SETTLEMENT if name.toponym.precision is None else name.toponym.precision
    return structs.replace(name, toponym=structs.replace(name.toponym, role=Role.LITERAL, precision=precision))


def _only_town(sentence: Sentence, zones: Sequence[Zone], words: PrepositionMap) -> tuple[MentionPlace, ...]:
    """Return the one town of a sentence on the hurt: "22 were brought to hospital in El Fasher after a shell fell"."""
    if find_casualties(sentence) is None:
        return ()
    memo: dict[int, frozenset[str]] = {}
    towns = [
        n for n in sentence.names if n.is_place and not in_zone(n.first, zones) and n.first >= dateline_end(sentence)
    ]
    if len(towns) != 1 or not functions_of(towns[0], words, memo) & {"at", "near", "of", "to"}:
        return ()
    return (MentionPlace(role=PlaceRole.SITE, name=towns[0]),)


def _is_only_examined(sentence: Sentence, triggers: Sequence[Trigger], scene: Scene) -> bool:
    """Tell whether what was found before is only examined somewhere: "It will be studied in Daejeon"."""
    last = scene.last
    told = last is not None and last.kind == "recovery" and last.places and sentence.number - last.sentence.number <= 1
    examined = bool(triggers) and all(t.frame == "examine" for t in triggers)
    return bool(told) and examined and not sentence.has("noun:remnant")


def _where_seen(
    sentence: Sentence, rivals: Sequence[Trigger], zones: Sequence[Zone], words: PrepositionMap
) -> list[MentionPlace]:
    """Return where arms that were sent were photographed: they had got there."""
    seen = [t for t in rivals if t.kind == "recovery" and t.frame == "examine" and happened(sentence, t, zones)]
    places = assign_parts(sentence, "recovery", seen, zones, words).places if seen else ()
    return [structs.replace(place, role=PlaceRole.DESTINATION) for place in places if place.role == "site"]


def _named_before(sentence: Sentence, scene: Scene) -> tuple[MentionPlace, ...]:
    """Return the place named last, for "cette localité", "там": in the sentence itself or one of the two before."""
    if scene.place is None or sentence.number - scene.place_at > _GO_ON:
        return ()
    own = [n for n in sentence.names if n.is_place and n.toponym.precision not in _WIDE]
    if any(name.toponym.text != scene.place.toponym.text for name in own):
        return ()  # "у Хомсі й Тартусі, ...: там працювала ППО": "there" is where the sentence says
    return (MentionPlace(role=PlaceRole.SITE, name=scene.place),)


def _headed_by(sentence: Sentence) -> tuple[MentionPlace, ...]:
    """Return the place that heads a line: "Khartoum : un raid aérien vise un dépôt"."""
    tokens = sentence.tokens
    first = sentence.names[0] if sentence.names else None
    if first is None or first.first > 0 or first.last >= len(tokens) or tokens[first.last].text != ":":
        return ()
    placed = first.toponym.place is not None and first.toponym.precision in ("settlement", "site", "near", "admin1")
    return (MentionPlace(role=PlaceRole.SITE, name=first),) if placed else ()


def _where_it_hit(
    sentence: Sentence, rivals: Sequence[Trigger], zones: Sequence[Zone], words: PrepositionMap
) -> tuple[MentionPlace, ...]:
    """Return where "the wreckage of a missile that hit Pavlohrad" comes from."""
    hits = [t for t in rivals if t.kind == "strike" and happened(sentence, t, zones)]
    hits += [
        t for t in find_triggers(sentence) if t.kind == "strike" and t not in hits and happened(sentence, t, zones)
    ]
    places = assign_parts(sentence, "strike", hits, zones, words).places if hits else ()
    return tuple(place for place in places if place.role == "site")


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


def _places_told(
    parts: Parts,
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    *,
    rivals: Sequence[Trigger],
    zones: Sequence[Zone],
    scene: Scene,
) -> tuple[MentionPlace, ...]:
    """Return an event's places, or where else the sentence says that it happened."""
    words = PrepositionMap(sentence)
    if kind == "shipment":
        ends = any(place.role is PlaceRole.DESTINATION for place in parts.places)
        return parts.places if ends else (*parts.places, *_where_seen(sentence, rivals, zones, words))
    wide = bool(parts.places) and all(place.name.toponym.precision in _WIDE for place in parts.places)
    if wide and kind in _SITED and sentence.has("noun:same_place"):
        named = _named_before(sentence, scene)  # "по селу в Чугуївському районі"
        if any(holds(area.name.toponym, town.name.toponym) for area in parts.places for town in named):
            return named
    if parts.places or kind not in _SITED:
        return () if kind == "recovery" and _is_only_examined(sentence, triggers, scene) else parts.places
    if kind == "recovery":
        places = _where_it_hit(sentence, rivals, zones, words)
    elif kind == "seizure":
        places = _where_told(sentence, kind, zones)
    else:
        places = _only_town(sentence, zones, words) or _where_told(sentence, kind, zones) or _headed_by(sentence)
    return places or (_named_before(sentence, scene) if sentence.has("noun:same_place") else ())


def _with_speaker(
    parts: Parts,
    sentence: Sentence,
    kind: str,
    triggers: Sequence[Trigger],
    *,
    zones: Sequence[Zone],
    claimants: Sequence[Claimant],
) -> Parts:
    """Give "we received", "said it had tested" the country of who speaks as its subject."""
    country = next((c.country for c in claimants if c.country and c.kind != "media"), None)
    if country is None or not triggers or not zones:
        return parts
    trigger = triggers[0]
    first, _ = clause_of(sentence, trigger.cue.first)
    first = max([first, *(z.last for z in zones if z.last <= trigger.cue.first)])
    ours = [c for c in sentence.tagged("noun:we") if first <= c.first < trigger.cue.first]
    own = [c for c in claimants if c.kind == "country" or c.official]
    theirs = [c for c in sentence.tagged("noun:speaker") if first <= c.first <= first + 1 < trigger.cue.first + 1]
    admits = any(c.last == trigger.cue.first for c in sentence.tagged("cue:licence")) and _confirms(sentence, zones)
    if not ours and not (own and (theirs or admits or _is_elided(sentence, first, trigger, zones))):
        return parts
    part = event_kinds()[kind].frames[trigger.frame].actor.get("subject")
    if part is None or getattr(parts, part) is not None or country in (parts.supplier, parts.recipient):
        return parts
    return structs.replace(parts, **{part: country})


def _confirms(sentence: Sentence, zones: Sequence[Zone]) -> bool:
    """Tell whether somebody confirms what they did: "La Norvège a confirmé avoir livré"; others only "say to have"."""
    confirms = {c.first for c in sentence.tagged("cue:confirm", "cue:acknowledge")}
    return any(zone.cue.first in confirms for zone in zones)


def _is_elided(sentence: Sentence, first: int, trigger: Trigger, zones: Sequence[Zone]) -> bool:
    """Tell whether nobody stands between "that" and the verb: "сообщило, что с начала года отправило"."""
    told = any(zone.last == first and any(c.last == first for c in sentence.tagged("cue:that")) for zone in zones)
    idle = {i for c in sentence.cues if c.tag.startswith(("prep:", "cue:total", "cue:licence")) for i in range(*c[1:3])}
    dated = {i for d in sentence.dates for i in range(sentence.token_at(d.start), sentence.token_at(d.end))}
    between = [i for i in range(first, trigger.cue.first) if i not in idle | dated]
    return (
        told and len(between) <= 1 and trigger.frame != "noun" and not any(n.first in between for n in sentence.names)
    )


def _settled_places(parts: Parts, kind: str, sentence: Sentence, scene: Scene) -> tuple[MentionPlace, ...]:
    towns = (_as_town(place, sentence, kind) for place in in_company(parts.places, sentence))
    places = tuple(_around(place, sentence) for place in towns)
    return tuple(at_area(place, scene.areas) for place in places) if kind == "deployment" else places


def _as_town(place: MentionPlace, sentence: Sentence, kind: str) -> MentionPlace:
    """Read "Kherson" hit as the town, where the language would say "Kherson region" of the region."""
    toponym = place.name.toponym
    if kind not in _SITED or toponym.precision != Precision.ADMIN1 or not sentence.tables.areas_named:
        return place
    if toponym.place is None or _has_area_word(place.name, sentence):
        return place
    inside = [
        r.place for r in toponym.rivals if r.place.kind == "settlement" and r.place.admin1 == toponym.place.admin1
    ]
    if not inside:
        return place
    town = structs.replace(toponym, place=inside[0], precision=Precision.SETTLEMENT, radius_km=inside[0].radius_km)
    return structs.replace(place, name=structs.replace(place.name, toponym=town))


def _has_area_word(name: Name, sentence: Sentence) -> bool:
    """Tell whether "region" stands beside a name, or before the names that it closes: "in den Gebieten A und B"."""
    words = sentence.tagged("noun:area")
    if any(c.first == name.last or (name.first <= c.first < name.last) for c in words):
        return True
    listed = {i for n in sentence.names for i in range(n.first, n.last)}
    listed |= {i for c in sentence.tagged("prep:and", "prep:of", "noun:determiner") for i in range(c.first, c.last)}
    listed |= {i for i, token in enumerate(sentence.tokens) if token.text == ","}
    return any(c.last <= name.first and all(i in listed for i in range(c.last, name.first)) for c in words)


def _around(place: MentionPlace, sentence: Sentence) -> MentionPlace:
    """Place "the Kaechon area" near Kaechon, and a ship hit sixty nautical miles west of Hodeidah at sea."""
    name = place.name
    if name.toponym.precision not in (Precision.SETTLEMENT, Precision.NEAR):
        return place
    lead = {cue.last for cue in sentence.tagged("prep:beside")}
    afloat = name.first in lead and sentence.has("length:nautical")
    around = {c.first for c in sentence.tagged("noun:surroundings")} | {c.last for c in sentence.tagged("noun:around")}
    if not afloat and (name.last not in around and name.first not in around):
        return place
    precision = Precision.SEA if afloat else Precision.NEAR
    toponym = structs.replace(name.toponym, precision=precision)
    return structs.replace(place, name=structs.replace(name, toponym=toponym))


def _is_owned(sentence: Sentence, zones: Sequence[Zone]) -> bool:
    """Tell whether somebody takes responsibility: "l'armée a revendiqué une attaque"; nobody "has claimed" it."""
    owning = [c for c in sentence.tagged("cue:responsibility") if in_zone(c.first, zones)]
    negated = sentence.tagged("cue:negation")
    return any(not any(0 <= c.first - n.last <= _CLAIM_REACH for n in negated) for c in owning)


def _admitting(sentence: Sentence, zones: Sequence[Zone], claimants: tuple[Claimant, ...]) -> tuple[Claimant, ...]:
    confirms = {cue.first for cue in sentence.tagged("cue:acknowledge", "cue:confirm")}
    return claimants if any(zone.cue.first in confirms for zone in zones) else ()


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
        return unit in _PEOPLE | _ARMOUR or (unit in _COLUMN and sentence.has("noun:troops", "noun:fleet"))
    if unit in _PEOPLE or (kind == "test" and unit == "tonne"):
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


def _names_arms(sentence: Sentence) -> bool:
    return sentence.has("noun:arms") or bool(sentence.group("weapon:"))


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
