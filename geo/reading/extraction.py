"""From sentences to mentions of events."""

from collections.abc import Sequence

from msgspec import structs

from gazetteer.records import Role
from geo.language.arms import closer_weapon, find_marks, find_weapon, weapons_agree
from geo.language.casualties import tolls_reached
from geo.language.geography import same_entry
from geo.language.grammar.clauses import find_triggers
from geo.language.sentence import Sentence
from geo.reading.areas import named_areas
from geo.reading.attribution.attributed import issuer
from geo.reading.attribution.claimants import group_named
from geo.reading.discourse.followups import follow_up, owned_up
from geo.reading.discourse.seized import gone_on, way_of_seized, with_way_before
from geo.reading.kinds import PEOPLE
from geo.reading.layout import Days, at_head, day_around, find_days, inherited, places_heading
from geo.reading.mentions import DiscourseState, Mention
from geo.reading.scorer.cargo import with_cargo
from geo.reading.scorer.combining import mentions_at
from geo.reading.scorer.decoding import decide_article
from geo.reading.scorer.features import Told, look_at
from geo.reading.scorer.laws import may_be_placed
from geo.reading.scorer.scores import event_models, is_short, score_article, tells_of_events

_OF_A_DAY = ("strike", "test", "deployment")
_TAKEN = ("seizure", "recovery")
_RAID_REACH = 4


def find_mentions(
    sentences: Sequence[Sentence], *, article: str, text: str = "", published: str | None = None
) -> list[Mention]:
    """Return what an article's sentences tell of events, in order.

    Args:
        sentences: The article's sentences.
        article: Its id.
        text: Its whole text, for its layout.
        published: Its day of publication; events told of ten years before it are history.
    """
    scores = score_article([look_at(sentence) for sentence in sentences], event_models())
    if not tells_of_events(scores):
        return []
    scene = _opening_state(sentences, article, published)
    days = find_days(scores.article, text, published)
    heads = places_heading(sentences)
    decisions = decide_article(scores)
    found: list[Mention] = []
    short = is_short(scores)
    for at, sentence in enumerate(sentences):
        scene.day = day_around(days, scores.article, at)
        mentions = at_head(mentions_at(scores, at, decisions[at], scene), heads[at])
        _note_place(scores.article[at], scene)
        scene.last_group = group_named(sentence) or scene.last_group
        if short and found and (way := way_of_seized(found[-1], sentence, mentions)):
            found[-1] = way
            continue
        mentions = _gone_on(found, mentions)
        if short:  # in a text that says more, what was learnt links a way to what was seized
            mentions = with_way_before(mentions, sentences[at - 1] if at else None, sentence)
        _follow_up(found, mentions, sentence, scene)
        mentions = [_armed(_dated(m, days, scores.article[at]), found) for m in mentions]
        found.extend(mentions)
        _note_mentions(mentions, scene)
    return with_cargo(found, scores.article, scores.sentences, scores.models.link["seized"])


def _opening_state(sentences: Sequence[Sentence], article: str, published: str | None) -> DiscourseState:
    """Return what an article as a whole says, before its first sentence is read for events."""
    calendar_names = {cue.tag.removeprefix("calendar:") for s in sentences for cue in s.groups["calendar"]}
    armed = [s for s in sentences if "noun:arms" in s.tags or s.groups["weapon"]]
    return DiscourseState(
        article=article,
        published_year=int(published[:4]) if published else None,
        calendars=tuple(sorted(calendar_names)),
        has_war=bool(armed) or any(s.groups["vessel"] for s in sentences),
        war_at=frozenset(s.number for s in sentences if s.groups["weapon"] or "noun:military" in s.tags),
        has_test=any("word:test_word" in s.tags for s in sentences),
        areas=named_areas(sentences),
        issuer=issuer(sentences),
        imagery_in=frozenset(s.block for s in sentences if "cue:imagery" in s.tags),
        imagery_at=frozenset(s.number for s in sentences if "cue:imagery" in s.tags),
        arms_at=frozenset(s.number for s in armed),
        finds_at=frozenset(s.number for s in armed if "seizure:find" in s.tags),
    )


def _gone_on(found: list[Mention], mentions: list[Mention]) -> list[Mention]:
    """Join what a sentence tells of a way with what opened it; the opening mention changes in place."""
    fresh = []
    for mention in mentions:
        opened = next((i for i in _told_since(found, mention.journey) if found[i].journey == mention.journey), None)
        if opened is None:
            fresh.append(mention)
        else:
            found[opened] = gone_on(found[opened], mention)
    return fresh


def _told_since(found: Sequence[Mention], journey: int) -> Sequence[int]:
    """Return which mentions a way's opening may be among: those told since the sentence that opens it."""
    if journey < 0:
        return ()
    first = len(found)
    while first and found[first - 1].sentence.number >= journey:
        first -= 1
    return range(first, len(found))


def _follow_up(found: list[Mention], mentions: Sequence[Mention], sentence: Sentence, scene: DiscourseState) -> None:
    """Let a sentence add to what was told last, take it back, or own up to it."""
    last = _told_last(found)
    if found and not mentions and _is_taken_back(found[last], sentence):
        del found[last]
        scene.last = None
    elif found and not mentions:
        found[last] = follow_up(_identified(found[last], sentence, scene), sentence, scene)
    elif found and "cue:responsibility" in sentence.tags:
        found[last] = owned_up(found[last], sentence, scene)


def _note_mentions(mentions: Sequence[Mention], scene: DiscourseState) -> None:
    """Remember the event told last, and the paragraph of a blow."""
    if not mentions:
        return
    scene.last = mentions[_told_last(mentions)]
    if any(mention.kind == "strike" for mention in mentions):
        scene.struck_block = mentions[0].sentence.block


def _is_taken_back(last: Mention, sentence: Sentence) -> bool:
    """Return whether the next sentence says that the one before was false: "The pictures were from a game"."""
    if sentence.number - last.sentence.number > 1 or sentence.block != last.sentence.block:
        return False
    known = [place.name.toponym for place in last.places]
    elsewhere = any(n.is_place and not any(same_entry(n.toponym, k) for k in known) for n in sentence.names)
    # "Die Bilder stammten aus einem Spiel": where the pictures come from is no event.
    tells = any(t.frame != "come" for t in find_triggers(sentence))
    return sentence.has("cue:refuted", "cue:unreal") and not elsewhere and not tells


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


def _note_place(told: Told, scene: DiscourseState) -> None:
    """Remember the place named last, for "this town"; a dateline is where a text was filed."""
    exact = ("settlement", "site", "near")
    named = [n for n in told.sentence.names if n.first >= told.opening]
    named = [n for n in named if n.toponym.place is not None and n.toponym.precision in exact]
    named = [n for n in named if may_be_placed(told, n)]
    if literal := [n for n in named if n.toponym.role is Role.LITERAL or n.toponym.role is Role.VENUE]:
        scene.place, scene.place_at = literal[-1], told.sentence.number


def _identified(last: Mention, sentence: Sentence, scene: DiscourseState) -> Mention:
    """Let the sentence after an event name its weapon or the mark read on it: "il s'agissait de missiles"."""
    told = max(s.number for s in (last.sentence, *last.also))
    if sentence.number - told > 1 or last.kind not in ("recovery", "strike", "seizure"):
        return last
    marks = find_marks(sentence, scene.calendars)
    marked = last.kind == "recovery" and "cue:mark" in sentence.tags  # "le numéro de série d'un ATACMS"
    named = (
        find_weapon(sentence, 0)
        if ("cue:identity" in sentence.tags or marked) and "cue:negation" not in sentence.tags
        else None
    )
    weapon = closer_weapon(last.weapon, named) if weapons_agree(last.weapon, named) else last.weapon
    counted = tuple(t.quantity for t in sentence.quantities if t.quantity.value and t.quantity.unit not in PEOPLE)
    counted = counted if "cue:identity" in sentence.tags and not any(q.value for q in last.quantities) else ()
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


def _dated(mention: Mention, days: Days, told: Told) -> Mention:
    """Give a mention without a date of its own the day that its article is about, unless it counts the dead anew."""
    if mention.date is not None or not (mention.kind in _OF_A_DAY or (mention.kind in _TAKEN and not days.headed)):
        return mention  # a release's own day is not the one of the search that it tells of
    if "strike:noun" in mention.sentence.tags and tolls_reached(mention.sentence):
        return mention
    return structs.replace(mention, date=inherited(days, told), day_told=True)


def _armed(mention: Mention, found: Sequence[Mention]) -> Mention:
    """Give a blow that names no weapon that of the raid told just before it, of the same day."""
    if mention.kind != "strike" or mention.weapon is not None:
        return mention
    raid = next((m for m in reversed(found) if m.kind == "strike"), None)
    if raid is None or raid.weapon is None or raid.date != mention.date or raid.date is None:
        return mention
    near = mention.sentence.number - raid.sentence.number <= _RAID_REACH
    return structs.replace(mention, weapon=raid.weapon) if near else mention
