"""From drafts to the event file's records."""

import hashlib
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from gazetteer.match.keys import name_key, name_keys
from gazetteer.records import Candidate, Place, PlaceKind, Precision, ResolvedToponym, Status
from gazetteer.text.language_tables import language_table, languages
from geo.events.drafts import Draft
from geo.language.geography import same_place
from geo.language.lexicon import fold_word
from geo.reading.attribution.claimants import Claimant, is_examiner, is_media, speaks_for
from geo.reading.mentions import MentionPlace
from geo.records import (
    Actors,
    Event,
    EventPlace,
    EventStatus,
    FoundBy,
    Leg,
    Mode,
    PlaceRole,
    Report,
    Rival,
    StatedDistance,
    ToponymRecord,
)
from geo.records.values import country_name

_MAX_RIVALS = 5
_MILITARY = "military"
_ORDER = {PlaceRole.ORIGIN: 0, PlaceRole.VIA: 1, PlaceRole.DESTINATION: 2, PlaceRole.SITE: 3, PlaceRole.REGION: 4}


class Labels(Protocol):
    """What can name a place in a language."""

    def label(self, place: Place, language: str = "en") -> str:
        """Return a place's name in a language."""

    def names(self, place_id: str) -> Sequence[tuple[str, str | None, int]]:
        """Return a place's names with language and flags."""


def event_id(draft: Draft) -> str:
    """Return an id that depends on what the event's first report says alone.

    The first report is that of the article published first, so articles read
    later, in another order or beside it change nothing.
    """
    first = draft.mentions[0]
    places = sorted(
        {_place_key(place.name.toponym) for m in draft.mentions if m.article == first.article for place in m.places}
    )
    counts = sorted({f"{q.value}{q.unit}" for m in draft.mentions if m.article == first.article for q in m.quantities})
    dates = sorted({m.date.start or "" for m in draft.mentions if m.article == first.article and m.date})
    parts = [draft.kind, first.supplier or "", first.recipient or "", *places, *counts, *dates]
    if not places and not counts:
        parts.append(first.sentence.text)
    return f"{draft.kind}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:10]}"


def _place_key(toponym: ResolvedToponym) -> str:
    return toponym.place.place_id if toponym.place else fold_word(toponym.text)


def build_event(draft: Draft, *, name: str, deniers: Sequence[Claimant], labels: Labels, language: str) -> Event:
    """Build the event file's record of a draft; its title and relations are added later.

    Args:
        draft: The event.
        name: Its id.
        deniers: Who denies it.
        labels: Where places' names come from, as a gazetteer.
        language: Language of the labels.
    """
    places = _built_once(_ordered_places(draft))
    written = _written_names(draft, language)
    event_places = tuple(event_place(place, labels, language, written) for place in places)
    if not event_places and draft.country and draft.kind not in ("shipment", "deployment"):
        event_places = (_country_place(draft.country, language),)
    return Event(
        id=name,
        kind=draft.kind,
        date=draft.date,
        places=event_places,
        legs=_legs(places) if draft.kind in ("shipment", "deployment") else (),
        quantities=draft.quantities,
        distances=_distances(draft, places),
        weapon=draft.weapon,
        vessel=draft.vessel,
        marks=draft.marks,
        casualties=draft.casualties,
        actors=Actors(supplier=draft.supplier, recipient=draft.recipient)
        if draft.supplier or draft.recipient
        else None,
        status=status_of(draft),
        claimed_by=_names(draft.claimants),
        denied_by=_names(deniers),
        disputed=bool(deniers),
        reports=_reports(draft),
        found_by=_found_by(draft),
    )


def _found_by(draft: Draft) -> FoundBy:
    """Return who found an event: the scorer only where no frame did."""
    return FoundBy.RULES if any(m.found_by is FoundBy.RULES for m in draft.mentions) else FoundBy.SCORER


def _ordered_places(draft: Draft) -> list[MentionPlace]:
    if draft.kind not in ("shipment", "deployment", "seizure"):
        return list(draft.places)
    return sorted(draft.places, key=lambda place: _ORDER[place.role])


def _written_names(draft: Draft, language: str) -> dict[str, Counter[str]]:
    """Return the spellings that reports in one language use for each place, by place id."""
    written: dict[str, Counter[str]] = {}
    for mention in draft.mentions:
        if mention.sentence.tables.language == language:
            for place in mention.places:
                toponym = place.name.toponym
                if toponym.place is not None:
                    written.setdefault(toponym.place.place_id, Counter())[toponym.text] += 1
    return written


def _label(place: Place, labels: Labels, language: str, written: Mapping[str, Counter[str]]) -> str:
    """Return the name to show: as reports in this language write it, where that is one of a town's own names.

    An inflected form is none, and a region is shown with the word for it.
    """
    label = labels.label(place, language)
    spellings = written.get(place.place_id)
    if not spellings or place.kind not in (PlaceKind.SETTLEMENT, PlaceKind.SITE) or label in spellings:
        return label
    names = [name for name, _, _ in labels.names(place.place_id)]
    known = set(name_keys(names))
    own = [text for text, _ in spellings.most_common() if name_key(text) in known and not text.isupper()]
    if language in languages() and language_table(language).case_endings:
        own = [text for text in own if text in names]  # without its diacritics "Odessę" is another tongue's "Odesse"
    return own[0] if own else label


def _built_once(places: Sequence[MentionPlace]) -> list[MentionPlace]:
    """Leave out the second name of one area that words build from two ("between A and B")."""
    seen: list[object] = []
    kept = []
    for place in places:
        built = place.name.toponym.construction
        if built is None or (place.role, built) not in seen:
            kept.append(place)
            seen.append((place.role, built))
    return kept


def event_place(place: MentionPlace, labels: Labels, language: str, written: Mapping[str, Counter[str]]) -> EventPlace:
    """Return a place's record; countries and names no gazetteer knows have no position.

    An area built from named places ("30 km north of X") goes by its words, and lies where they say. What several
    places may be lies nowhere: they stand beside it as rivals.
    """
    toponym = place.name.toponym
    found = toponym.place if toponym.status is not Status.AMBIGUOUS else None
    located = found is not None and toponym.precision not in (None, Precision.COUNTRY)
    built = toponym.construction
    point = built or found
    area = found or toponym.within
    return EventPlace(
        role=place.role,
        name=toponym.text,
        label=built.words if built else _label(found, labels, language, written) if found else None,
        place_id=found.place_id if found else None,
        lat=point.lat if point and located else None,
        lon=point.lon if point and located else None,
        country=toponym.country,
        admin1=area.admin1 if area else None,
        precision=toponym.precision,
        radius_km=toponym.radius_km,
        status=toponym.status,
        rivals=tuple(_rival(candidate, labels, language) for candidate in toponym.rivals[:_MAX_RIVALS]),
        extent=built.outline if built else None,
    )


def _rival(candidate: Candidate, labels: Labels, language: str) -> Rival:
    place = candidate.place
    label = labels.label(place, language)
    return Rival(place_id=place.place_id, label=label, lat=place.lat, lon=place.lon, score=round(candidate.score, 3))


def _country_place(country: str, language: str) -> EventPlace:
    name = country_name(country, language)
    return EventPlace(
        role=PlaceRole.REGION,
        name=name,
        label=name,
        country=country,
        precision=Precision.COUNTRY,
        status=Status.RESOLVED,
    )


def _legs(places: Sequence[MentionPlace]) -> tuple[Leg, ...]:
    """Join origins, stops and destinations in a row; several destinations each from the last stop."""
    stops = [i for i, place in enumerate(places) if place.role in (PlaceRole.ORIGIN, PlaceRole.VIA)]
    goals = [i for i, place in enumerate(places) if place.role is PlaceRole.DESTINATION]
    # A sea or a river on the way is no stop between two ports.
    water = (Precision.SEA, Precision.REGION)
    ports = [i for i in stops if places[i].role is PlaceRole.ORIGIN or places[i].name.toponym.precision not in water]
    afloat = any(places[i].name.toponym.precision is Precision.SEA for i in stops if i not in ports)
    chain = list(itertools.pairwise(ports)) + [(ports[-1], goal) for goal in goals if ports]
    only = Mode.SEA if afloat and len(chain) == 1 else Mode.UNKNOWN
    modes = [places[end].mode if places[end].mode is not Mode.UNKNOWN else only for _, end in chain]
    return tuple(Leg(from_=start, to=end, mode=mode) for (start, end), mode in zip(chain, modes, strict=True))


def _distances(draft: Draft, places: Sequence[MentionPlace]) -> tuple[StatedDistance, ...]:
    found = []
    for mention in draft.mentions:
        for distance, name in mention.distances:
            index = next((i for i, p in enumerate(places) if same_place(p.name.toponym, name.toponym)), None)
            if index is not None:
                found.append(
                    StatedDistance(
                        km=distance.km, qualifier=distance.qualifier, to=distance.to, place=index, text=distance.text
                    )
                )
    return tuple(dict.fromkeys(found))


def status_of(draft: Draft) -> EventStatus:
    """Tell what an event rests on, as the event file defines it."""
    parties = {draft.supplier, draft.recipient, *(m.attacker for m in draft.mentions)} - {None}
    # Whose office it is goes without saying where its own deed is told; a strike's office may be either side's.
    own = [
        c
        for m in draft.mentions
        for c in m.admitted_by
        if speaks_for(c, parties) or (c.official and not c.country and draft.kind != "strike")
    ]
    if draft.kind in ("test", "deployment"):
        own += [c for c in draft.claimants if speaks_for(c, {draft.supplier} - {None})]
    if draft.kind == "test":
        own += [c for c in draft.claimants if c.official and not c.country]
    if draft.kind == "strike":
        own += [c for c in draft.claimants if speaks_for(c, {m.attacker for m in draft.mentions} - {None})]
    if own or any(m.owned for m in draft.mentions) or _is_own_blow(draft):
        return EventStatus.ACKNOWLEDGED
    examined = draft.kind == "recovery" or bool(draft.marks) or any(m.examined for m in draft.mentions)
    if examined and any(is_examiner(c) for c in draft.claimants):
        return EventStatus.DOCUMENTED
    return EventStatus.CLAIMED if any(not is_media(c) for c in draft.claimants) else EventStatus.REPORTED


def _is_own_blow(draft: Draft) -> bool:
    """Return whether the forces of one country confirm a strike in another that nobody else is named for."""
    if draft.kind != "strike" or any(m.attacker for m in draft.mentions):
        return False
    struck = {place.name.toponym.country for place in draft.places if place.role is PlaceRole.SITE}
    forces = [c for m in draft.mentions for c in m.admitted_by if c.kind == _MILITARY]
    return bool(struck) and any(c.country and c.country not in struck for c in forces)


def _names(claimants: Sequence[Claimant]) -> tuple[str, ...]:
    """Return claimants' names once each; a newspaper only where nobody else speaks."""
    parties = [c for c in claimants if not is_media(c)]
    return tuple(dict.fromkeys(c.name for c in parties or claimants))


def _reports(draft: Draft) -> tuple[Report, ...]:
    return tuple(dict.fromkeys(report for mention in draft.mentions for report in mention.reports))


def toponym_record(article: str, toponym: ResolvedToponym) -> ToponymRecord:
    """Return the event file's record of a name found in an article."""
    place = toponym.place
    return ToponymRecord(
        article=article,
        start=toponym.start,
        end=toponym.end,
        text=toponym.text,
        role=toponym.role,
        place_id=place.place_id if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        country=toponym.country,
        precision=toponym.precision,
        status=toponym.status,
    )
