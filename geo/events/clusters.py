"""Groups of what tells of one event, found again fast: an article's mentions, a corpus's articles."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import floor

from msgspec import structs

from gazetteer.records import Precision, Role
from geo.events.drafts import STEM, Draft, fold_mentions, may_be_one_word
from geo.events.likeness import Window
from geo.events.wording import targets_told, words_told
from geo.language.geography import same_place
from geo.language.lexicon import fold_word
from geo.language.sentence import Name, Sentence
from geo.reading.mentions import Mention

_LATEST = 60
"""How many groups are looked at, and how many mentions of one: no article of usual length has more."""
_LATEST_CLUSTERS = 400
"""Clusters of one province and week that an event is compared with, the latest of more."""
_COMPARED = 16
"""Members of a cluster that an event is compared with."""
_LONG_DAYS = 730
"""Longer than this an event is looked for in all weeks at once."""
_RIVALS = 8
"""Places that a name may mean besides, by whose provinces an event is found too."""
_OPEN = "open"
_EVER = "ever"
_VAGUE = (Precision.SEA, Precision.REGION, Precision.COUNTRY, None)
_POINTS = (Precision.SITE, Precision.SETTLEMENT, Precision.NEAR)
_BEYOND_DEG = 0.2
"""How far from each other points of one event lie at the most, a little over."""
_SENT = ("shipment", "deployment", "seizure")
"""Kinds that have a sender and a receiver."""


class Group:
    """Mentions of one event, and the draft that they fold into."""

    def __init__(self, mention: Mention) -> None:
        """Start with a first mention."""
        self.mentions = [mention]
        self._draft: Draft | None = None

    @property
    def draft(self) -> Draft:
        """What the mentions so far tell together, the first and the latest where there are very many."""
        if self._draft is None:
            shown = self.mentions if len(self.mentions) <= _LATEST else [*self.mentions[:1], *self.mentions[-_LATEST:]]
            self._draft = fold_mentions(shown)
        return self._draft

    @property
    def number(self) -> int:
        """Number of the sentence that told of it last."""
        return self.mentions[-1].sentence.number

    def add(self, mention: Mention) -> None:
        """Add a mention."""
        self.mentions.append(mention)
        self._draft = None


class Groups:
    """An article's groups by kind, by place and by count."""

    def __init__(self) -> None:
        """Start with none."""
        self.all: list[Group] = []
        self._by_kind: dict[str, list[Group]] = {}
        self._by_key: dict[object, list[Group]] = {}

    def of_kind(self, kind: str) -> list[Group]:
        """Return the groups of a kind, the earliest first."""
        return self._by_kind.get(kind, [])

    def near(self, mention: Mention) -> list[Group]:
        """Return the groups that a mention may belong to, the earliest first."""
        found = {id(group): group for group in self.of_kind(mention.kind)[-_LATEST:]}
        for key in _keys(mention):
            found |= {id(group): group for group in self._by_key.get(key, ())[-_LATEST:]}
        return sorted(found.values(), key=lambda group: group.mentions[0].sentence.start)

    def add(self, mention: Mention, group: Group | None = None) -> None:
        """Add a mention to a group, or to a new one."""
        if group is None:
            group = Group(mention)
            self.all.append(group)
            self._by_kind.setdefault(mention.kind, []).append(group)
        else:
            group.add(mention)
        for key in _keys(mention):
            known = self._by_key.setdefault(key, [])
            if not known or known[-1] is not group:
                known.append(group)


def _keys(mention: Mention) -> Iterator[object]:
    for place in mention.places:
        toponym = place.name.toponym
        yield mention.kind, toponym.country, toponym.place.admin1 if toponym.place else toponym.text
    for quantity in mention.quantities:
        if quantity.value:
            yield mention.kind, quantity.unit, quantity.value


class Cluster:
    """Events of several articles that are one, and the days on which it may have happened."""

    def __init__(self, draft: Draft, window: Window) -> None:
        """Start with one article's event."""
        self.members = [draft]
        self.window = window
        self.articles = set(draft.articles)
        self.keys: set[object] = set()
        self._distinct = {_what_is_told(draft): draft}
        self._shown: Draft | None = draft

    @property
    def looked_at(self) -> Sequence[Draft]:
        """The members that a further one is compared with: those that differ, of very many the first and the latest."""
        told, half = list(self._distinct.values()), _COMPARED // 2
        return told if len(told) <= _COMPARED else [*told[:half], *told[-half:]]

    @property
    def shown(self) -> Draft:
        """What the members tell together."""
        if self._shown is None:
            self._shown = fold_mentions([mention for member in self.looked_at for mention in member.mentions])
        return self._shown

    def add(self, draft: Draft, window: Window) -> None:
        """Add an article's event."""
        self.members.append(draft)
        self.articles |= draft.articles
        self.window = self.window.within(window)
        told = _what_is_told(draft)
        if told not in self._distinct:
            self._distinct[told] = draft
            self._shown = None


def _what_is_told(draft: Draft) -> object:
    """Return all that events are compared by: agency copy in a hundred papers is compared once."""
    published = draft.mentions[0].published if draft.casualties else None
    names = [(place.role, place.name.toponym) for place in draft.places]
    places = [(role, n.place.place_id if n.place else n.text, n.precision) for role, n in names]
    dates = [(date.start, date.end) if date else None for date in (draft.date, draft.firm_date)]
    counts = [(quantity.unit, quantity.value, quantity.qualifier) for quantity in draft.quantities]
    parties = (draft.supplier, draft.recipient, draft.country, draft.weapon)
    return draft.claimants, parties, draft.casualties, published, words_told(draft), *places, *dates, *counts


def names_spot(one: Draft, other: Draft) -> bool:
    """Return whether one, of which no smaller place was read, names in its sentences the spot of the other."""
    return _is_named_in(one, other) or _is_named_in(other, one)


def _is_named_in(vague: Draft, spotted: Draft) -> bool:
    spots = [place.name.toponym for place in spotted.places if _is_spot(place.name)] if lacks_spot(vague) else []
    alike = not targets_told(vague).isdisjoint(targets_told(spotted))
    # Who says "Kyiv" may mean the government, unless what was hit is one of what was hit there.
    named = [name.toponym for name in _names_in(vague) if name.is_place or alike]
    words = _capitals_in(vague)
    known = any(same_place(spot, name) for spot in spots if spot.place for name in named)
    return known or any(_all_among(_capitals(spot.text), words) for spot in spots if not spot.place)


def _all_among(name: frozenset[str], words: frozenset[str]) -> bool:
    return all(any(may_be_one_word(part, word) for word in words) for part in name)


def lacks_spot(draft: Draft) -> bool:
    """Return whether of an event no town, site or name that no gazetteer knows was read as its place."""
    return not any(_is_spot(place.name) for place in draft.places)


def _is_spot(name: Name) -> bool:
    toponym = name.toponym
    unknown = toponym.place is None and toponym.precision is not Precision.COUNTRY
    return toponym.role is Role.LITERAL and (unknown or toponym.precision in _POINTS)


def spots_only(sentence: Sentence) -> Sentence:
    """Return a sentence without what was read in it but the towns and sites that it names."""
    spots = (name for name in sentence.names if name.toponym.precision in _POINTS)
    names = tuple(name for name in spots if name.toponym.role in (Role.LITERAL, Role.METONYM, Role.DEMONYM))
    return structs.replace(sentence.bare(), names=names)


def _names_in(draft: Draft) -> list[Name]:
    return [n for m in draft.mentions for sentence in (m.sentence, *m.also) for n in sentence.names]


def _capitals_in(draft: Draft) -> frozenset[str]:
    return frozenset().union(*(_capitals(s.text) for m in draft.mentions for s in (m.sentence, *m.also)))


@lru_cache(maxsize=100_000)
def _capitals(text: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in re.findall(r"\w+", text) if word[0].isupper())


class Blocks:
    """Clusters of a corpus by kind, place and period, so that few pairs are compared."""

    def __init__(self) -> None:
        """Start with none."""
        self._clusters: dict[object, dict[object, list[Cluster]]] = {}

    def near(self, draft: Draft, window: Window) -> list[Cluster]:
        """Return the clusters that an event may belong to, in a fixed order."""
        periods = [*_periods(draft, window), _OPEN] if window.days <= _LONG_DAYS else [_EVER]
        latest = _LATEST_CLUSTERS * _weeks_a_period(draft)
        shelves = [shelf for key in _asked(draft) if (shelf := self._clusters.get(key))]
        return list(dict.fromkeys(c for shelf in shelves for p in periods for c in shelf.get(p, ())[-latest:]))

    def add(self, cluster: Cluster, draft: Draft, window: Window) -> None:
        """Have a cluster found by what an event of it tells."""
        periods = _periods(draft, window) if window.days <= _LONG_DAYS else range(0)
        new = [key for key in _told(draft) if (periods, key) not in cluster.keys]
        cluster.keys.update((periods, key) for key in new)
        for shelf in (self._clusters.setdefault(key, {}) for key in new):
            for period in (*(periods or (_OPEN,)), _EVER):
                shelf.setdefault(period, []).append(cluster)


def _weeks_a_period(draft: Draft) -> int:
    return 4 if draft.kind in _SENT else 1  # what becomes known late may have been in many


def _periods(draft: Draft, window: Window) -> range:
    days = 7 * _weeks_a_period(draft)
    return range(window.first // days, window.last // days + 1)


def _asked(draft: Draft) -> list[tuple[object, ...]]:
    """Return where an event's like is looked for: in its provinces and over their borders, or by country."""
    if _is_vague(draft):
        found = [*_provinces(draft), *((draft.kind, country) for country in _countries(draft)), *_tolls(draft, "any")]
        return found + _words(draft, "unplaced", "said")
    vague = [(draft.kind, "vague", country) for country in _countries(draft)]
    found = [*_provinces(draft), *_squares(draft, _BEYOND_DEG), *vague, *_tolls(draft, "placeless")]
    return found + _words(draft, "unplaced", "said")


def _told(draft: Draft) -> list[tuple[object, ...]]:
    """Return where an event is found again."""
    found = [*_provinces(draft), *_squares(draft, 0), *((draft.kind, country) for country in _countries(draft))]
    found += _tolls(draft, "any") + _words(draft, "said", "unplaced")
    if _is_vague(draft):
        found += [*((draft.kind, "vague", country) for country in _countries(draft)), *_tolls(draft, "placeless")]
    return found


def _is_vague(draft: Draft) -> bool:
    return not draft.places or any(place.name.toponym.precision in _VAGUE for place in draft.places)


def _tolls(draft: Draft, among: str) -> list[tuple[object, ...]]:
    """Return where events with as many dead are found, or as much seized; it may be all that they have in common."""
    told = draft.casualties.killed if draft.casualties else None
    caught = [q for q in draft.quantities if q.value] if draft.kind == "seizure" and lacks_spot(draft) else []
    keys: list[tuple[object, ...]] = [(draft.kind, "caught", q.unit, q.value) for q in caught]
    return [*keys, (draft.kind, among, told)] if told and told > 1 else keys


def _provinces(draft: Draft) -> list[tuple[object, ...]]:
    names = [name.toponym for name in (*(place.name for place in draft.places), *_names_in(draft))]
    keys = [(draft.kind, n.country, n.place.admin1 if n.place else fold_word(n.text)[:STEM]) for n in names]
    rivals = (rival.place for n in names for rival in n.rivals[:_RIVALS])
    return list(dict.fromkeys([*keys, *((draft.kind, place.country, place.admin1) for place in rivals)]))


def _squares(draft: Draft, beyond_deg: float) -> list[tuple[object, ...]]:
    """Return the square degrees of an event's points, and those so near: an airfield lies over its city's border."""
    points = (place.name.toponym.place for place in draft.places if place.name.toponym.precision in _POINTS)
    sides = dict.fromkeys((-beyond_deg, beyond_deg))
    around = ((p.lon + dx, p.lat + dy) for p in points if p for dx in sides for dy in sides)
    return list(dict.fromkeys((draft.kind, floor(lon), floor(lat)) for lon, lat in around))


def _words(draft: Draft, of_text: str, of_name: str) -> list[tuple[object, ...]]:
    """Return the words of names that no gazetteer knows; of what has no spot those that may name one in passing."""
    names = [place.name.toponym for place in draft.places]
    words = {word[:STEM] for n in names if n.place is None for word in _capitals(n.text)}
    found: list[tuple[object, ...]] = [(draft.kind, a, word) for word in sorted(words) for a in ("unplaced", of_name)]
    if lacks_spot(draft):
        found += [(draft.kind, of_text, word) for word in sorted({word[:STEM] for word in _capitals_in(draft)})]
    return found


def _countries(draft: Draft) -> list[str | None]:
    names = [draft.country, *(place.name.toponym.country for place in draft.places)]
    if draft.kind in _SENT:
        names += [draft.supplier, draft.recipient]
    return list(dict.fromkeys(name for name in names if name)) or [None]
