"""Mentions of one event folded together."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, structs
from rapidfuzz.distance import Prefix

from gazetteer.records import Precision, ResolvedToponym
from geo.articles.blocks import BlockKind
from geo.language.arms import closer_weapon, weapon_named
from geo.language.casualties import join_casualties
from geo.language.dates.comparing import dates_agree, span_days
from geo.language.geography import holds, same_place
from geo.language.lexicon import fold_word
from geo.reading.attribution.claimants import Claimant
from geo.reading.mentions import Mention, MentionPlace
from geo.records import Casualties, DatePrecision, EventDate, Mark, Mode, PlaceRole, Qualifier, Quantity, Vessel

_LONG_DAYS = 45
STEM = 4
"""Letters that two cases of one word share at the least."""
_ENDINGS = 4
_WORDS = re.compile(r"\w+")
_FLOWS = ("shipment", "deployment")
_NO_STOPS = (Precision.REGION, Precision.SEA, Precision.COUNTRY)


class Draft(Struct, frozen=True, kw_only=True):
    """An event as its mentions together tell it."""

    kind: str
    mentions: tuple[Mention, ...]
    places: tuple[MentionPlace, ...]
    country: str | None
    date: EventDate | None
    quantities: tuple[Quantity, ...]
    weapon: str | None
    vessel: Vessel | None
    marks: tuple[Mark, ...]
    casualties: Casualties | None
    supplier: str | None
    recipient: str | None
    claimants: tuple[Claimant, ...]
    goods: frozenset[str]
    firm_date: EventDate | None
    """When it happened; None where only the day of an examination is told."""
    has_own_day: bool
    """Whether a sentence that tells it gives its day."""

    @property
    def articles(self) -> frozenset[str]:
        """Ids of the articles that report it."""
        return frozenset(mention.article for mention in self.mentions)


def fold_mentions(mentions: Sequence[Mention]) -> Draft:
    """Fold mentions of one event, in the order given, into a draft.

    The running text decides; captions, headlines and passages in another language only add what it leaves out.
    """
    first = mentions[0]
    body = [m for m in mentions if m.block is BlockKind.BODY] or list(mentions)
    ordered = sorted(mentions, key=lambda m: m.block is not BlockKind.BODY)
    places = fold_places(ordered)
    supplier, recipient = _flow(ordered)
    supplier = supplier or _sender(places, first.kind)
    weapon = None
    for mention in ordered:
        weapon = closer_weapon(weapon, mention.weapon)
    casualties = None
    for mention in ordered:
        casualties = join_casualties(casualties, mention.casualties)
    date = _fold_dates(ordered)
    firm = [m for m in mentions if m.date is not None and not m.dates_study]
    return Draft(
        kind=first.kind,
        mentions=tuple(mentions),
        places=places,
        country=next((m.country for m in ordered if m.country), None),
        date=date,
        firm_date=date if firm else None,
        has_own_day=not all(m.day_told for m in firm),
        quantities=_fold_quantities(_without_launches(body), weapon) or _fold_quantities(ordered, weapon),
        weapon=weapon,
        vessel=next((m.vessel for m in ordered if m.vessel), None),
        marks=tuple(dict.fromkeys(mark for m in ordered for mark in m.marks)),
        casualties=casualties,
        supplier=supplier,
        recipient=recipient or _other_than(supplier, _country_at(places, PlaceRole.DESTINATION, first.kind)),
        claimants=tuple(dict.fromkeys(c for m in ordered for c in m.claimants)),
        goods=frozenset().union(*(m.goods for m in ordered)),
    )


def _flow(mentions: Sequence[Mention]) -> tuple[str | None, str | None]:
    """Return the first whole flow told, else its parts."""
    whole = next(((m.supplier, m.recipient) for m in mentions if m.supplier and m.recipient), None)
    if whole:
        return whole
    supplier = next((m.supplier for m in mentions if m.supplier), None)
    return supplier, _other_than(supplier, next((m.recipient for m in mentions if m.recipient), None))


def _other_than(one: str | None, other: str | None) -> str | None:
    return other if other != one else None


def _country_at(places: Sequence[MentionPlace], role: PlaceRole, kind: str) -> str | None:
    if kind not in ("shipment", "deployment"):
        return None
    return next((place.name.toponym.country for place in places if place.role is role), None)


def _sender(places: Sequence[MentionPlace], kind: str) -> str | None:
    """Return the country a flow starts in; what moves inside one country may be anybody's."""
    return _other_than(_country_at(places, PlaceRole.DESTINATION, kind), _country_at(places, PlaceRole.ORIGIN, kind))


def fold_places(mentions: Iterable[Mention]) -> tuple[MentionPlace, ...]:
    """Join the places of mentions: each once, areas dropped where a place inside them is named."""
    kept: list[MentionPlace] = []
    for mention in mentions:
        kept = _continue_route(kept, mention) if mention.continues else _join_places(kept, mention.places)
    return tuple(_without_holders(_with_modes(kept)))


def _with_modes(places: Sequence[MentionPlace]) -> list[MentionPlace]:
    """Give the first end of a way the mode that was told with its start alone: "acheminés de Gao par la route"."""
    told = next((p.mode for p in places if p.role is PlaceRole.ORIGIN and p.mode is not Mode.UNKNOWN), None)
    ends = [p for p in places if p.role in (PlaceRole.VIA, PlaceRole.DESTINATION)]
    if told is None or not ends or ends[0].mode is not Mode.UNKNOWN:
        return list(places)
    return [MentionPlace(role=p.role, name=p.name, mode=told) if p is ends[0] else p for p in places]


def may_be_one(one: ResolvedToponym, other: ResolvedToponym) -> bool:
    """Return whether two names are of one place, or one name was settled on a place and on its rival."""
    if one.place is None and other.place is None:
        return _inflected(one, other)
    return same_place(one, other) or _is_rival(one, other) or _is_rival(other, one)


def _inflected(one: ResolvedToponym, other: ResolvedToponym) -> bool:
    words = [[fold_word(word) for word in _WORDS.findall(name.text)] for name in (one, other)]
    return len(words[0]) == len(words[1]) > 0 and all(map(may_be_one_word, *words))


def may_be_one_word(one: str, other: str) -> bool:
    """Return whether two folded words are one, or may be two cases of it: "Wyryki", "w Wyrykach"."""
    shared = Prefix.similarity(one, other)
    return one == other or (shared >= STEM and len(one) + len(other) - 2 * shared <= _ENDINGS)


def _is_rival(one: ResolvedToponym, other: ResolvedToponym) -> bool:
    if one.place is None or not other.rivals:
        return False
    rivals = [rival.place.place_id for rival in other.rivals]
    return one.place.place_id in rivals and fold_word(one.text) == fold_word(other.text)


def _continue_route(kept: list[MentionPlace], mention: Mention) -> list[MentionPlace]:
    """Go on from where the route got to: its destination becomes a stop on the way."""
    names = [place.name.toponym for place in mention.places if place.role is PlaceRole.DESTINATION]
    stops = [name for name in names if name.precision not in _NO_STOPS]
    if all(any(same_place(s, old.name.toponym) or holds(s, old.name.toponym) for old in kept) for s in stops):
        return _join_places(kept, mention.places)
    ended = PlaceRole.DESTINATION
    turned = [structs.replace(place, role=PlaceRole.VIA) if place.role is ended else place for place in kept]
    return _join_places(turned, mention.places)


def _join_places(kept: list[MentionPlace], places: Iterable[MentionPlace]) -> list[MentionPlace]:
    joined = list(kept)
    for place in places:
        same = next((i for i, old in enumerate(joined) if may_be_one(old.name.toponym, place.name.toponym)), None)
        if same is None:
            joined.append(place)
        else:
            joined[same] = _closer(joined[same], place)
    return joined


_SURER = {PlaceRole.VIA: 0, PlaceRole.ORIGIN: 1, PlaceRole.DESTINATION: 2, PlaceRole.SITE: 3, PlaceRole.REGION: 4}


def _closer(one: MentionPlace, other: MentionPlace) -> MentionPlace:
    """Keep the first name's wording, the longer route's role and whichever mode is known."""
    mode = one.mode if one.mode != "unknown" else other.mode
    role = min(one.role, other.role, key=_SURER.__getitem__)
    if (one.role, other.role) == (PlaceRole.DESTINATION, PlaceRole.ORIGIN):
        # "to the port of A. From A, by rail, to B"
        role = PlaceRole.VIA
    return MentionPlace(role=role, name=_better_told(one, other).name, mode=mode)


def _better_told(one: MentionPlace, other: MentionPlace) -> MentionPlace:
    mine, yours = one.name.toponym, other.name.toponym
    if not same_place(mine, yours):
        return one if len(mine.rivals) <= len(yours.rivals) else other
    return one if _width(one) >= _width(other) else other


def _width(place: MentionPlace) -> int:
    """Prefer the vaguer wording: a map shows no more than its sources say."""
    order = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR, Precision.ADMIN2, Precision.ADMIN1)
    precision = place.name.toponym.precision
    return order.index(precision) if precision in order else -1


def _without_holders(places: Sequence[MentionPlace]) -> list[MentionPlace]:
    def holds_one(place: MentionPlace) -> bool:
        inner = [p for p in places if p is not place and (p.role is place.role or place.role is PlaceRole.REGION)]
        return any(holds(place.name.toponym, p.name.toponym) for p in inner)

    return [place for place in places if not holds_one(place)]


def _fold_dates(mentions: Sequence[Mention]) -> EventDate | None:
    """Return the most exact date, and beside its words those of one that contradicts it."""
    studied = [m for m in mentions if m.date is not None and not m.dates_study] or mentions
    found = [m for m in studied if not m.day_told] or studied
    dates = [m.date for m in found if m.date is not None]
    if not dates:
        return None
    placed = [m.date for m in found if m.date is not None and (m.places or m.quantities)]
    if way := _way_dates(mentions):
        return way
    best = min(placed or dates, key=span_days)
    first = next((m.article for m in found if m.date == best), None)
    texts = [best.text] + [m.date.text for m in found if m.date and _differs(m.date, best, apart=m.article != first)]
    text = " / ".join(dict.fromkeys(t for t in texts if t)) or None
    return EventDate(start=best.start, end=best.end, precision=best.precision, text=text)


def _way_dates(mentions: Sequence[Mention]) -> EventDate | None:
    """Return the days from departure to arrival where a way goes on over sentences with a day each."""
    told = [m for m in mentions if m.kind in _FLOWS and m.date is not None and m.article == mentions[0].article]
    later = [m for m in told if m.continues]
    if not later or told[0] is later[-1] or told[0].date is None or later[-1].date is None:
        return None
    # "They had arrived the day before": what goes on may lie before what was told first.
    start, end = sorted((told[0].date, later[-1].date), key=lambda date: date.start or "")
    if start.start is None or end.end is None or dates_agree(start, end):
        return None
    text = " / ".join(t for t in (start.text, end.text) if t)
    return EventDate(start=start.start, end=end.end, precision=DatePrecision.RANGE, text=text)


def _differs(one: EventDate, best: EventDate, *, apart: bool) -> bool:
    """Return whether an exact date is not around the best one; one of another article, whether it is not the same."""
    if one is best or None in (one.start, one.end, best.start, best.end) or span_days(one) > _LONG_DAYS:
        return False
    if apart and one.precision is DatePrecision.RANGE and any(c.isdigit() for c in one.text or ""):
        return (one.start, one.end) != (best.start, best.end)
    around = str(one.start) <= str(best.start) and str(best.end) <= str(one.end)
    return not around


def _fold_quantities(mentions: Sequence[Mention], weapon: str | None) -> tuple[Quantity, ...]:
    found: list[Quantity] = []
    for mention in mentions:
        for quantity in mention.quantities:
            found = _add_quantity(found, _in_unit_of(quantity, weapon))
    return tuple(_without_sums(found))


def _without_launches(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Leave out what only counts how many of a raid's missiles came from where."""
    whole = [m for m in mentions if m.kind != "strike" or not m.places or any(p.role != "origin" for p in m.places)]
    return whole if any(m.quantities for m in whole) else mentions


def _in_unit_of(quantity: Quantity, weapon: str | None) -> Quantity:
    """Count "quatre roquettes" as missiles where the weapon is known to be one."""
    known = weapon_named(weapon)
    if known is None or known.generic or {quantity.unit, known.unit} != {"rocket", "missile"}:
        return quantity
    return Quantity(value=quantity.value, qualifier=quantity.qualifier, unit=known.unit, text=quantity.text)


def _add_quantity(found: list[Quantity], new: Quantity) -> list[Quantity]:
    for index, old in enumerate(found):
        if old.unit == new.unit and (old.value == new.value or new.value is None):
            bounded = old.qualifier is Qualifier.EXACT and new.qualifier is not Qualifier.EXACT
            return [*found[:index], new if bounded and new.value is not None else old, *found[index + 1 :]]
    return [*found, new]


def _without_sums(found: Sequence[Quantity]) -> list[Quantity]:
    """Drop a figure that only adds up the others: the parts stay, with their bounds."""
    kept = []
    for quantity in found:
        rest = [q.value for q in found if q is not quantity and q.unit == quantity.unit and q.value]
        if len(rest) < 2 or quantity.value != sum(rest):  # noqa: PLR2004 - one alone adds up to nothing
            kept.append(quantity)
    return kept
