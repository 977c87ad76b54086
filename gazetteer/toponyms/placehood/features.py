"""What is known about a name that may be a place's, as numbers for the learned model."""

import math
from collections.abc import Sequence

from gazetteer.match.fuzzy import is_spelling
from gazetteer.records import PlaceKind
from gazetteer.text.lexicon import EntryKind, Lexicon
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.placehood.evidence import (
    PLACED,
    Evidence,
    is_chained,
    is_located,
    is_placed,
    numbered,
    sport_beside,
)
from gazetteer.toponyms.recognition.kind_words import CLOSING_QUOTES, OPENING_QUOTES
from gazetteer.toponyms.recognition.mentions import Findings, Mention
from gazetteer.toponyms.resolution.candidates import is_reviewed

_SHORT_NAME = 4
_LARGE_TOWN = 100_000
_LARGEST_LOG = 7.5
_HEADING_SIGNS = frozenset(".:|(–—")
_DASHES = frozenset({"—", "–"})
_LONGEST_TITLE = 4
_LONGEST_SUFFIX = 5
_LEFT = {
    "locative": "relations.locative", "from_to": "relations.from_to", "weak": "relations.weak",
    "title_before": "persons.titles", "kin_before": "persons.kinship", "club_before": "organisations.clubs_before",
    "media_before": "organisations.media_before", "company_before": "organisations.companies_before",
    "resident_before": "organisations.residents_before", "namesake_before": "organisations.namesakes",
    "ship_before": "organisations.ships", "credit_before": "organisations.credits",
}  # fmt: skip
_RIGHT = {
    "generic_after": "kinds.generic", "media_after": "organisations.media_after",
    "club_after": "organisations.clubs_after", "inhabitants_after": "organisations.inhabitants_after",
}  # fmt: skip
_NO_PLACES = frozenset({"organisations.ships", "organisations.namesakes", "sports.words"})
_NO_GIVEN_NAME = PLACED | {"relations.from_to", "relations.part"}


def placehood_features(  # noqa: PLR0917 (what every step of one reading passes on)
    reading: Reading, findings: Findings, number: int, around: Sequence[Context], evidence: Evidence, lexicon: Lexicon
) -> dict[str, float]:
    """Return the features that are not zero, by name."""
    mention, context = findings.mentions[number], around[number]
    words = [key for key in reading.tokens.keys[mention.first : mention.last + 1] if key[0].isalnum()]
    found = {
        **_entry_features(mention, words, evidence),
        **_word_features(mention, words, lexicon, evidence),
        **_cue_features(mention, context),
        **_neighbour_features(findings, context, mention),
        # "Goma airport" speaks of Goma; what has "Park" or "Lake" behind it at home is mostly named after somebody.
        "site_word_after": mention.kind == "site" and not _is_abroad(mention, evidence),
        "many_words_abroad": len(words) > 2 and _is_abroad(mention, evidence),  # noqa: PLR2004
        **_position_features(reading, mention, context, lexicon),
        **_title_features(reading, mention),
        **_sport_features(reading, mention, context, evidence),
        "chained_capital": is_chained(reading, findings.mentions, number),
    }
    features = {name: float(value) for name, value in found.items() if value}
    if reading.language_at[mention.first] != "en":
        # Most of what is learned from is English: each feature may weigh otherwise in other languages.
        features.update([(f"{name}_other", value) for name, value in features.items()])
        features["constant_other"] = 1.0
    return features


def _entry_features(mention: Mention, words: Sequence[str], evidence: Evidence) -> dict[str, float]:
    """Read the places and the table's entry of a name."""
    population = max((place.population for place in mention.places), default=0)
    kinds = {place.kind for place in mention.places}
    codes = {place.feature_code for place in mention.places}
    kind = mention.entry.kind if mention.entry else None
    short = len(words) == 1 and len(words[0]) <= _SHORT_NAME
    parts = len(mention.text.split())
    located = evidence.located[mention.key]
    return {
        "population": math.log10(population + 1) / _LARGEST_LOG,
        "unpopulated": bool(mention.places) and not population,
        "unknown": not mention.places,
        "own_name": any(is_spelling(place.name, mention.key) for place in mention.places[:6]),
        "country_named": any(place.country in evidence.countries for place in mention.places),
        "abroad_named": _is_abroad(mention, evidence) and mention.places[0].country in evidence.countries,
        "reviewed": any(map(is_reviewed, mention.places)),
        "country": kind is EntryKind.COUNTRY,
        "area": PlaceKind.ADMIN1 in kinds,
        "district": PlaceKind.ADMIN2 in kinds,
        "capital": "PPLC" in codes,
        "short_name": kind in (EntryKind.SHORT_NAME, EntryKind.ABBREVIATION),
        "abbreviation": kind is EntryKind.ABBREVIATION,
        "two_words": parts == 2,  # noqa: PLR2004
        "many_words": parts > 2,  # noqa: PLR2004
        "hyphenated": parts < len(words),
        "short": short and not located,
        "short_located": short and located > 0,
        "water": PlaceKind.WATER in kinds,
        "region": PlaceKind.REGION in kinds,
        "site": PlaceKind.SITE in kinds,
    }


def _word_features(mention: Mention, words: Sequence[str], lexicon: Lexicon, evidence: Evidence) -> dict[str, float]:
    """Read whether the words of a name are those of people, ships or clubs, or common ones."""
    single = len(words) == 1
    key = words[0] if words else ""
    # A country's name that is also a person's ("Jordan", "Chad") is the country's where the text has it as a place.
    country = mention.entry is not None and mention.entry.kind is EntryKind.COUNTRY
    plain = single and not country
    known = country and evidence.located[mention.key] > 0
    return {
        "stop_word": plain and key in lexicon.stop,
        "given_name": plain and key in lexicon.given,
        "given_first": not single and key in lexicon.given,
        "surname": plain and key in lexicon.surnames,
        "family_name": plain and key in lexicon.family_first,
        "person_here": single and key in evidence.surnames and not known,
        "ship_here": mention.key in evidence.ships,
        "club_here": mention.key in evidence.clubs,
        "surname_last": len(words) == 2 and words[-1] in lexicon.surnames,  # noqa: PLR2004 (given name and surname)
        "lower_here": single and key in evidence.lower,
        "located_elsewhere": min(evidence.located[mention.key], 3) / 3,
        "rare_name": len(mention.places) == 1,
        "all_capitals": mention.text.isupper() and len(mention.text) > 3,  # noqa: PLR2004
    }


def _is_abroad(mention: Mention, evidence: Evidence) -> bool:
    """Return whether the likeliest place of a name lies where the text's language is not at home."""
    return bool(mention.places) and mention.places[0].country not in evidence.home


def _cue_features(mention: Mention, context: Context) -> dict[str, float]:
    """Read what beside a name speaks of places, people, papers, clubs, companies and ships."""
    left, near, right, run = context.left, context.modified_left, context.right, context.after_run
    small = all(place.population < _LARGE_TOWN for place in mention.places)
    fits = context.demonym_before >= 0 and bool(context.people & {p.country for p in mention.places})
    kind = mention.kind is not None and any(name.startswith("kinds.") and name.endswith("_before") for name in left)
    return {
        **{name: True for name, cue in _LEFT.items() if cue in left},
        **{name: True for name, cue in _RIGHT.items() if cue in right},
        "locative_modified": "relations.locative" in near and "relations.locative" not in left,
        "near": "relations.near" in near,
        "bound": "relations.bound" in near,
        "kind_before": kind,
        "area_word_after": mention.kind in ("admin1", "admin2"),
        "title_apposed": "persons.titles" in context.introduced and not context.article,
        "ship_apposed": "organisations.ships" in context.introduced,
        "person_verb_after": "persons.verbs" in right and not near & PLACED,
        "organisation_after": "organisations.after" in right | run,
        "company_after": "organisations.companies_after" in right | run,
        "article": context.article and mention.kind is None,
        "described_place": any(name.startswith("kinds.") for name in context.described),
        "described_other": bool(context.described & _NO_PLACES),
        "demonym_before": context.demonym_before >= 0,
        "demonym_fits": fits,
        # "Traf eine Drohne Kassala": no weapon bears a large city's name.
        "weapon_before": "organisations.weapons" in left and small,
    }


def _neighbour_features(findings: Findings, context: Context, mention: Mention) -> dict[str, float]:
    mentions = findings.mentions

    def areas(at: int) -> bool:
        return at >= 0 and any(place.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1) for place in mentions[at].places[:3])

    def placed(at: int) -> bool:
        return at >= 0 and bool(mentions[at].places) and not mentions[at].person

    def holds(at: int) -> bool:
        codes = {code for place in mentions[at].places[:2] for code in (place.admin1 or place.country,) if code}
        return any({place.country, place.admin1} & codes for place in mention.places)

    return {
        "area_after_holds": context.area_after >= 0 and areas(context.area_after) and holds(context.area_after),
        "area_after_comma": areas(context.comma_after),
        "place_after_comma": placed(context.comma_after),
        "after_place_comma": placed(context.comma_before),
        "joined_place": placed(context.joined_before) or placed(context.joined_after),
        "joined_person": (context.joined_before >= 0 and mentions[context.joined_before].person)
        or (context.joined_after >= 0 and mentions[context.joined_after].person),
    }


def _title_features(reading: Reading, mention: Mention) -> dict[str, float]:
    """Read whether a name stands in quotation marks, alone or with few words: clubs, ships, papers, films."""
    words = reading.tokens.words
    first = next(
        (
            at
            for at in range(mention.first - 1, max(mention.first - _LONGEST_TITLE, 0) - 1, -1)
            if words[at] in OPENING_QUOTES
        ),
        -1,
    )
    stop = min(mention.last + _LONGEST_TITLE, len(words) - 1)
    last = next((at for at in range(mention.last + 1, stop + 1) if words[at] in CLOSING_QUOTES), -1)
    if first < 0 or last < 0 or last - first > _LONGEST_TITLE + 1:
        return {}
    alone = first == mention.first - 1 and last == mention.last + 1
    site = any(name.startswith("kinds.") for name in reading.left[first])
    return {"quoted_site": 1.0} if site else {"quoted": 1.0} if alone else {"in_short_quotation": 1.0}


def _sport_features(reading: Reading, mention: Mention, context: Context, evidence: Evidence) -> dict[str, float]:
    number = reading.tokens.sentence[mention.first]
    here = evidence.sport.get(number, 0.0)
    beside = sport_beside(reading, number, evidence.sport)
    located = is_located(context) or mention.kind is not None
    # "Against", "beats" and "hosts" speak of a match where other words of the sentence do.
    return {
        "result_after": "sports.results" in context.right and here > 0,
        "result_before": "sports.results" in context.modified_left and here > 0,
        "sport_located" if located else "sport_unlocated": here,
        "sport_beside_located" if located else "sport_beside_unlocated": beside,
    }


def _dash_follows(words: Sequence[str]) -> bool:
    """Return whether a dateline's dash follows, at once or after brackets or a comma."""
    return bool(words) and (words[0] in _DASHES or (words[0] in ("(", ",") and not _DASHES.isdisjoint(words)))


def _heads_line(reading: Reading, mention: Mention) -> bool:
    """Return whether a line opens with a name and a sign follows: "🔴 Marhanez.", "ROSARIO, 2 de marzo"."""
    tokens, last = reading.tokens, mention.last
    start = reading.sentences[tokens.sentence[mention.first]].start
    if start and tokens.text[start - 1] not in "\n\r":
        return False
    if last + 1 >= len(tokens.words) or "\n" in tokens.text[tokens.ends[last] : tokens.starts[last + 1]]:
        return True
    follows = tokens.words[last + 1]
    dated = follows == "," and last + 2 < len(tokens.words) and tokens.words[last + 2][0].isdigit()
    return dated or follows in _HEADING_SIGNS


def _in_headline(reading: Reading, mention: Mention) -> bool:
    """Return whether a name stands in a line where most words have capitals and no full stop ends it."""
    number = reading.tokens.sentence[mention.first]
    return reading.shouted[number] and reading.tokens.text[reading.sentences[number].end - 1].isalnum()


def _given_before(reading: Reading, mention: Mention, lexicon: Lexicon) -> bool:
    """Return whether a given name stands right before a name, or before its article, as before a surname."""
    tokens, at = reading.tokens, mention.first - 1
    if at > 0 and tokens.words[at] in ("-", "‑") and tokens.words[at - 1].islower():
        at -= 2
    if at < 0 or tokens.sentence[at] != tokens.sentence[mention.first] or not tokens.capital[at]:
        return False
    if reading.ends[at] & _NO_GIVEN_NAME:
        return False
    return any(key in lexicon.given for key in tokens.keys_at[at])


def _surname_after(reading: Reading, mention: Mention, context: Context, lexicon: Lexicon) -> bool:
    """Return whether a word that looks like a surname follows in the same run ("Paris Jansen")."""
    after = reading.after[mention.last]
    if after < 0 or not reading.tokens.capital[after] or context.modified_left & PLACED:
        return False
    return any(
        key in lexicon.surnames or (len(key) > _LONGEST_SUFFIX and key.endswith(lexicon.surname_endings))
        for key in reading.tokens.keys_at[after]
    )


def _hyphen_before(reading: Reading, mention: Mention) -> bool:
    tokens, at = reading.tokens, mention.first - 1
    return at > 0 and tokens.words[at] in ("-", "‑") and tokens.ends[at] == tokens.starts[mention.first]


def _position_features(reading: Reading, mention: Mention, context: Context, lexicon: Lexicon) -> dict[str, float]:
    tokens = reading.tokens
    after = reading.after[mention.last]
    follows = tokens.words[after] if after >= 0 else ""
    beyond = "".join(tokens.words[after + 1 : after + 2]) if follows == "," else ""
    return {
        "opens": context.opens,
        "headline": _in_headline(reading, mention) and not is_placed(context),
        "capital_before": context.run_before and not context.article,
        "capital_after": context.run_after,
        "given_before": _given_before(reading, mention, lexicon),
        "hyphen_after": follows == "-",
        "surname_after": _surname_after(reading, mention, context, lexicon),
        "numeral_after": numbered(reading, mention),
        "hyphen_before": _hyphen_before(reading, mention),
        "possessive": follows == "'",
        "dash_after": context.opens and _dash_follows(tokens.words[mention.last + 1 : mention.last + 8]),
        "age_after": beyond.isdigit() and len(beyond) <= 2,  # noqa: PLR2004
        "stands_alone": context.opens and after < 0,
        "heads_line": context.opens and _heads_line(reading, mention),
    }
