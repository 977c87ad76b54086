"""From a name as asked to the names of places that it may be."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from gazetteer.index.database import Fetch
from gazetteer.index.sources.rows import NOT_WRITTEN, NameFlag
from gazetteer.match.fuzzy import LEAST_SIMILAR as _LEAST_SIMILAR
from gazetteer.match.fuzzy import SoundIndex, likenesses, sound_keys
from gazetteer.match.keys import bare_key, name_key
from gazetteer.match.morphology import LANGUAGES, base_forms
from gazetteer.match.romanisation import languages_of, languages_of_country, other_korean_spelling, romanisations
from gazetteer.match.scoring import Match
from gazetteer.records import MatchKind, Place, PlaceKind

_NAMES = "SELECT n.name, n.language, n.flags, c.record FROM names n JOIN cards c ON c.id = n.place WHERE n.key = ?"
_NAMES_OF_KEYS = (
    "SELECT n.key, n.name, n.language, n.flags, c.record FROM names n CROSS JOIN cards c ON c.id = n.place "
    "WHERE n.key IN"
)
_BEGINNING = (
    "SELECT n.name, n.language, n.flags, c.record FROM (SELECT * FROM names WHERE key > ? AND key < ? LIMIT 2000) n "
    "JOIN places p ON p.id = n.place JOIN cards c ON c.id = p.id ORDER BY p.population DESC LIMIT 40"
)
_NOT_WRITTEN = int(NOT_WRITTEN)
_ONLY_ASKED = int(NOT_WRITTEN & ~NameFlag.BARE)
_READ = msgspec.json.Decoder().decode
_KINDS = {kind.value: kind for kind in PlaceKind}
_ROMANISED = int(NameFlag.ROMANISED)
_FIRST = int(NameFlag.MAIN | NameFlag.PREFERRED)
_SHORTEST_BEGINNING = 4
_LAST = "\U0010ffff"
_SIMILAR_KEYS = 40
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def place_from_record(record: str) -> Place:
    """Make a place of its record in the table `cards`."""
    place_id, name, kind, feature_code, lat, lon, country, admin1, admin2, population, radius_km = _READ(record)
    return Place(
        place_id=place_id, name=name, kind=_KINDS[kind], feature_code=feature_code, lat=lat, lon=lon, country=country,
        admin1=admin1, admin2=admin2, population=population, radius_km=radius_km,
    )  # fmt: skip


class Matcher:
    """Looks names up in the tables of one index."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._sounds = SoundIndex(fetch)

    def same(self, name: str, language: str | None) -> list[Match]:
        """Return matches by key: the name itself, else without its article, romanised, or in its base form."""
        return (
            self._by_key(name)
            or self._by_bare_key(name)
            or self._by_romanisation(name) + self._by_base_form(name, language)
        )

    def others(self, name: str) -> list[Match]:
        """Return matches of names that begin with this one, or are nearly spelt so."""
        return self.beginning(name) + self.similar(name)

    def _by_key(self, name: str, kind: MatchKind | None = None, key: str | None = None) -> list[Match]:
        rows = self._fetch(_NAMES, (name_key(name) if key is None else key,))
        written = [row for row in rows if not row[2] & _ONLY_ASKED]
        allowed = rows if not written or name.isupper() else written
        return [_match(row, kind or _kind(row[2])) for row in allowed]

    def _by_bare_key(self, name: str) -> list[Match]:
        key = bare_key(name)
        return [] if key == name_key(name) else self._by_key(name, MatchKind.ALIAS, key)

    def _by_romanisation(self, name: str) -> list[Match]:
        if name.isascii():
            return []
        other = other_korean_spelling(name)
        found = self._by_key(other, MatchKind.ROMANISED) if other != name else []
        languages = languages_of(name)
        spellings = {written for _, written in romanisations(name, languages)}
        for spelling in sorted(spellings) if not found else ():
            matches = self._by_key(spelling, MatchKind.ROMANISED)
            found += [match for match in matches if languages_of_country(match.place.country).keys() & set(languages)]
        return found

    def _by_base_form(self, name: str, language: str | None) -> list[Match]:
        if not _CYRILLIC.search(name):
            return []
        languages = [language] if language in LANGUAGES else [code for code in languages_of(name) if code in LANGUAGES]
        found: list[Match] = []
        for code in languages:
            for form in base_forms(name, code):
                found += self._by_key(form, MatchKind.INFLECTED)
        return found

    def beginning(self, name: str) -> list[Match]:
        """Return matches of names that begin with this one, of the most populous places."""
        key = name_key(name)
        if len(key) < _SHORTEST_BEGINNING and (key.isascii() or len(key) < 2):  # noqa: PLR2004 - 평양 has two letters
            return []
        rows = self._fetch(_BEGINNING, (key, key + _LAST))
        written = (row for row in rows if not row[2] & _NOT_WRITTEN)
        return [_match(row, MatchKind.PREFIX, max(0.6, len(key) / len(name_key(row[0])))) for row in written]

    def similar(self, name: str) -> list[Match]:
        """Return matches of names spelt nearly like this one, or sounding alike."""
        key = name_key(name)
        likenesses = {other: (alike, kind) for other, alike, kind in self._similar_keys(key)}
        marks = ",".join("?" * len(likenesses))
        rows = self._fetch(f"{_NAMES_OF_KEYS} ({marks})", tuple(likenesses)) if likenesses else []
        return [_match(row, likenesses[key][1], likenesses[key][0]) for key, *row in rows if not row[2] & _NOT_WRITTEN]

    def sounding(self, asked: str) -> list[Place]:
        """Return the places with a name that sounds the same as a key, those with the most people first."""
        keys = self._keys_of(self._sounds.names_sounding(asked)) if len(asked) > 1 else []
        own, *sounds = sound_keys([asked, *keys])
        same = dict.fromkeys(key for key, sound in zip(keys, sounds, strict=True) if sound == own)
        marks = ",".join("?" * len(same))
        rows = self._fetch(f"{_NAMES_OF_KEYS} ({marks})", tuple(same)) if same else []
        found = {place_from_record(record): None for _, _, _, flags, record in rows if not flags & _NOT_WRITTEN}
        return sorted(found, key=lambda place: -place.population)

    def _similar_keys(self, key: str) -> list[tuple[str, float, MatchKind]]:
        keys = self._keys_of(self._sounds.names_like(key, spread=2) if len(key) > 1 else [])
        scored = [found for found in likenesses(key, keys) if found[1] >= _LEAST_SIMILAR]
        scored.sort(key=lambda found: (-found[1], found[0]))
        return scored[:_SIMILAR_KEYS]

    def _keys_of(self, rows: Sequence[int]) -> list[str]:
        marks = ",".join(map(str, rows))
        return [key for (key,) in self._fetch(f"SELECT key FROM names WHERE rowid IN ({marks})", ())]  # noqa: S608 - numbers


def _kind(flags: int) -> MatchKind:
    if flags & _ROMANISED:
        return MatchKind.ROMANISED
    return MatchKind.EXACT if flags & _FIRST else MatchKind.ALIAS


def _match(row: Sequence[Any], kind: MatchKind, similarity: float = 1.0) -> Match:
    name, language, flags, record = row
    return Match(
        place=place_from_record(record), name=name, language=language, flags=flags, kind=kind, similarity=similarity
    )
