"""Whether a name stands for a place at all: features of its context, weighed by a learned linear model."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from gazetteer.datafiles import data_file
from gazetteer.match.keys import name_key
from gazetteer.match.morphology import is_common_noun
from gazetteer.records import PlaceKind
from gazetteer.text.language_tables import FOLDER, language_table, read_table
from gazetteer.text.lexicon import EntryKind, Lexicon
from gazetteer.text.reading import Reading
from gazetteer.toponyms.context import Context
from gazetteer.toponyms.rank import is_reviewed
from gazetteer.toponyms.recognition.mentions import Findings, Mention

_RANKER = "ranker.toml"
_EXTENDED = frozenset({PlaceKind.WATER, PlaceKind.REGION, PlaceKind.SITE})
_LARGEST_LOG = 7.5
_DASHES = frozenset({"—", "–"})
_SCORE_SIGNS = frozenset({":", "-", "–"})
_OPENING_QUOTES = frozenset('«„“"‚‘')
_CLOSING_QUOTES = frozenset('»“”"’‘')
_LONGEST_TITLE = 4
_POINTS = (70, 100)
_SHORT_SENTENCE = 4
_LONGEST_SUFFIX = 5
_LONG_NAME = 6
_SHORT_NAME = 4
_LARGE_TOWN = 100_000
_NUMERALS = frozenset({"II", "III", "IV", "V", "VI", "VII"})


class Evidence(Struct, frozen=True, kw_only=True):
    """What the whole text says about its words."""

    lower: frozenset[str]
    """Keys that the text also writes in lower case."""
    surnames: frozenset[str]
    located: Counter[str]
    """How often each name stands after "in", beside a kind word or before its area."""
    countries: frozenset[str]
    """Codes of the countries that the text names, or whose people."""
    home: frozenset[str]
    """Codes of the countries where the text's language is written most."""
    sport: Mapping[int, float]
    """How much a sentence speaks of sport, 0 to 1, by its index."""
    ships: frozenset[str]
    """Keys that a ship bears somewhere in the text."""
    clubs: frozenset[str]
    """Keys that a club bears somewhere in the text."""


@cache
def placehood_weights() -> Mapping[str, float]:
    """Return the shipped weights."""
    weights: Mapping[str, float] = read_table(data_file(f"{FOLDER}/{_RANKER}"))["placehood"]
    return weights


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return how probably a name with these features is a place."""
    score = weights.get("constant", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


def is_certain(mention: Mention, context: Context, lexicon: Lexicon) -> bool:
    """Tell whether tables settle what a name is, so that nothing is to be weighed."""
    if mention.person:
        return True
    if mention.entry is not None and _is_plain_country(mention, context, lexicon):
        return True
    if mention.entry is not None:
        return mention.entry.kind in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM, EntryKind.ORGANISATION)
    if context.foreign and mention.places and context.modified_left & {"relations.locative", "relations.near"}:
        return True
    return mention.named or (
        not context.quoted and (_is_reviewed(mention, lexicon) or _is_struck(mention, context, lexicon))
    )


def is_common_word(reading: Reading, mention: Mention, context: Context) -> bool:
    """Tell whether a name is a common noun with a capital, and but a small town abroad is written so.

    "Сили оборони" are forces, and not Sealy in Texas, where nothing says that something is there.
    """
    language = reading.language_at(mention.first)
    if mention.first != mention.last or mention.entry is not None or not mention.places:
        return False
    if context.modified_left & {"relations.locative", "relations.near"} or context.comma_after >= 0 or mention.kind:
        return False
    home = language_table(language).home
    known = any(
        place.kind is not PlaceKind.SETTLEMENT or place.country in home or place.population >= _LARGE_TOWN
        for place in mention.places
    )
    return not known and is_common_noun(mention.text, language)


def _is_struck(mention: Mention, context: Context, lexicon: Lexicon) -> bool:
    """Tell whether what only towns suffer is said of a name: "Stepanakert came under fire", "обстріл Слов'янська"."""
    said = "relations.suffers" in context.right or "relations.shelled" in context.left
    if not said or not mention.places or context.run_before or context.run_after or len(mention.key) < _SHORT_NAME:
        return False
    return not mention.key.isdecimal() and mention.key not in lexicon.given | lexicon.surnames | lexicon.stop


def _is_plain_country(mention: Mention, context: Context, lexicon: Lexicon) -> bool:
    """Tell whether a name is a country's and nothing else's: no given name, surname or part of a longer name."""
    if mention.entry is None or mention.entry.kind is not EntryKind.COUNTRY or len(mention.text) < _LONG_NAME - 1:
        return False
    alone = not (context.run_before or context.run_after)
    return alone and mention.key not in lexicon.other_words


def _is_reviewed(mention: Mention, lexicon: Lexicon) -> bool:
    """Tell whether a name of several words is one of the project's own places: "Cape of Good Hope"."""
    own = {place.kind for place in mention.places if place.kind in _EXTENDED and is_reviewed(place)}
    if " " in mention.key:
        return bool(own)
    # A region of one word ("Baltikum"), if the word is nothing else.
    alone = PlaceKind.REGION in own and len(mention.key) >= _LONG_NAME
    return alone and mention.key not in lexicon.other_words


def gather_evidence(reading: Reading, findings: Findings, around: Sequence[Context]) -> Evidence:
    """Read the whole text for what decides about its single names."""
    tokens = reading.tokens
    lower = frozenset(key for key, word in zip(tokens.keys, tokens.words, strict=True) if word[0].islower())
    located: Counter[str] = Counter()
    for mention, context in zip(findings.mentions, around, strict=True):
        if not mention.person and (_is_located(context) or mention.kind):
            located[mention.key] += 1
    surnames = frozenset(name for person in findings.people for name in person.surnames)
    countries = frozenset(
        mention.entry.country for mention in findings.mentions if mention.entry and mention.entry.country
    )
    sport = sport_by_sentence(reading)
    pairs = list(zip(findings.mentions, around, strict=True))
    return Evidence(
        lower=lower,
        surnames=surnames,
        located=located,
        countries=countries,
        home=frozenset(language_table(reading.language).home),
        sport=sport,
        ships=frozenset(
            mention.key
            for mention, context in pairs
            if mention.key and (is_ship(context) or _numbered(reading, mention))
        ),
        clubs=frozenset(
            mention.key for mention, context in pairs if mention.key and is_club(reading, mention, context, sport)
        ),
    )


def is_ship(context: Context) -> bool:
    """Tell whether the words around say that a name is a ship's ("the freighter X", "X, a frigate")."""
    if "organisations.ships" in context.left | context.demonym_left | context.introduced | context.run_left:
        return True
    return "organisations.ships" in context.described and not _is_placed(context)


def is_club(reading: Reading, mention: Mention, context: Context, sport: Mapping[int, float]) -> bool:
    """Tell whether a town stands for its club: amid words of sport, and nothing happens there."""
    if _CLUBS & (context.left | context.right):
        return True
    if "relations.origin" in context.left:
        return False
    if "sports.words" in context.described and not _is_placed(context):
        return True
    if mention.kind is not None or _is_placed(context) or context.comma_before >= 0:
        return False
    number = reading.tokens.sentence[mention.first]
    here = sport.get(number, 0.0)
    beside = _sport_beside(reading, number, sport)
    plays = "sports.results" in context.right or "sports.results" in context.modified_left
    return here >= 1 or (plays and here + beside >= 0.5) or (here > 0 and beside >= 1)  # noqa: PLR2004 (one cue is half)


def _sport_beside(reading: Reading, number: int, sport: Mapping[int, float]) -> float:
    """Return how much the sentences before and after speak of sport, within the paragraph."""
    found = 0.0
    for one, other in ((number - 1, number), (number, number + 1)):
        if one >= 0 and other < len(reading.sentences):
            gap = reading.tokens.text[reading.sentences[one].end : reading.sentences[other].start]
            if "\n" not in gap:
                found = max(found, sport.get(one if other == number else other, 0.0))
    return found


def _is_placed(context: Context) -> bool:
    return bool(context.modified_left & _PLACED) or context.comma_after >= 0


_CLUBS = frozenset({"organisations.clubs_before", "organisations.clubs_after"})
_PLACED = frozenset({"relations.locative", "relations.near", "organisations.residents_before"})
_NO_GIVEN_NAME = _PLACED | {"relations.from_to", "relations.part"}


def sport_by_sentence(reading: Reading) -> Mapping[int, float]:
    """Weigh the words of sport and the scores ("2:0", "34-20") of each sentence; results alone say nothing."""
    tokens = reading.tokens
    found: Counter[int] = Counter()
    results: set[int] = set()
    for at, classes in reading.starting.items():
        if "sports.words" in classes:
            found[tokens.sentence[at]] += 1
        elif "sports.results" in classes:
            results.add(tokens.sentence[at])
    for at, word in enumerate(tokens.words):
        if word in _SCORE_SIGNS and _is_score(reading, at):
            found[tokens.sentence[at]] += 2 if word == ":" or _is_basketball(reading, at) else 1
    for number in results & found.keys():
        found[number] += 1
    for number, length in Counter(tokens.sentence).items():
        # "And Lübeck? Shot at goal three times."
        if length <= _SHORT_SENTENCE and not found[number]:
            found[number] = found.get(number + 1, 0)
    return {number: min(count, 2) / 2 for number, count in found.items() if count}


def _is_basketball(reading: Reading, sign: int) -> bool:
    """Tell whether a score is as high as in basketball alone ("115-99"); votes have more, or sum up to a hundred."""
    one, other = (int(reading.tokens.words[at]) for at in (sign - 1, sign + 1))
    low, high = _POINTS
    return low <= min(one, other) and high <= max(one, other) < 2 * high


def _is_score(reading: Reading, sign: int) -> bool:
    """Tell whether a sign parts two small numbers; a second one of two digits after a colon is a time of day."""
    tokens = reading.tokens
    if not 0 < sign < len(tokens) - 1:
        return False
    one, other = tokens.words[sign - 1], tokens.words[sign + 1]
    glued = tokens.ends[sign - 1] == tokens.starts[sign] and tokens.ends[sign] == tokens.starts[sign + 1]
    longest = 1 if tokens.words[sign] == ":" else 3
    return glued and one.isdecimal() and other.isdecimal() and len(one) <= 3 and len(other) <= longest  # noqa: PLR2004


def is_chained(reading: Reading, mentions: Sequence[Mention], number: int) -> bool:
    """Tell whether a capital or country is linked to another by a hyphen ("the Seoul-Washington-Tokyo statement")."""
    if not _is_seat(mentions[number]):
        return False
    words = reading.tokens.words
    for other in (number - 1, number + 1):
        if 0 <= other < len(mentions) and _is_seat(mentions[other]):
            one, two = sorted((mentions[number], mentions[other]), key=lambda mention: mention.first)
            if two.first - one.last == 2 and words[one.last + 1] in ("-", "–"):  # noqa: PLR2004 (the hyphen between)
                return True
    return False


def _is_seat(mention: Mention) -> bool:
    return any(place.feature_code == "PPLC" or place.kind is PlaceKind.COUNTRY for place in mention.places[:4])


def _is_located(context: Context) -> bool:
    return "relations.locative" in context.modified_left or context.comma_after >= 0


def placehood_features(  # noqa: PLR0917 (what every step of one reading passes on)
    reading: Reading, findings: Findings, number: int, around: Sequence[Context], evidence: Evidence, lexicon: Lexicon
) -> dict[str, float]:
    """Return the features that are not zero, by name."""
    mention, context = findings.mentions[number], around[number]
    words = [key for key in reading.tokens.keys[mention.first : mention.last + 1] if key[0].isalnum()]
    found = {
        **_name_features(mention, words, lexicon, evidence),
        **_cue_features(mention, context),
        **_neighbour_features(findings, context, mention),
        # "Goma airport" speaks of Goma; what has "Park" or "Lake" behind it at home is mostly named after somebody.
        "site_word_after": float(mention.kind == "site" and not _is_abroad(mention, evidence)),
        "many_words_abroad": float(len(words) > 2 and _is_abroad(mention, evidence)),  # noqa: PLR2004
        **_position_features(reading, mention, context, lexicon),
        **_title_features(reading, mention),
        **_sport_features(reading, mention, context, evidence),
        "chained_capital": float(is_chained(reading, findings.mentions, number)),
    }
    features = {name: value for name, value in found.items() if value}
    if reading.language_at(mention.first) != "en":
        # Most of what is learned from is English: each feature may weigh otherwise in other languages.
        features.update([(f"{name}_other", value) for name, value in features.items()])
        features["constant_other"] = 1.0
    return features


def _name_features(mention: Mention, words: Sequence[str], lexicon: Lexicon, evidence: Evidence) -> dict[str, float]:
    population = max((place.population for place in mention.places), default=0)
    abroad = _is_abroad(mention, evidence)
    kinds = {place.kind for place in mention.places}
    codes = {place.feature_code for place in mention.places}
    single = len(words) == 1
    key = words[0] if words else ""
    kind = mention.entry.kind if mention.entry else None
    # A country's name that is also a person's ("Jordan", "Chad") is the country's where the text has it as a place.
    plain = single and kind is not EntryKind.COUNTRY
    known = kind is EntryKind.COUNTRY and evidence.located[mention.key] > 0
    return {
        "population": math.log10(population + 1) / _LARGEST_LOG,
        "unpopulated": float(bool(mention.places) and not population),
        "unknown": float(not mention.places),
        "own_name": float(any(name_key(place.name) == mention.key for place in mention.places[:6])),
        "country_named": float(any(place.country in evidence.countries for place in mention.places)),
        "abroad_named": float(abroad and mention.places[0].country in evidence.countries),
        "reviewed": float(any(map(is_reviewed, mention.places))),
        "country": float(kind is EntryKind.COUNTRY),
        "area": float(PlaceKind.ADMIN1 in kinds),
        "district": float(PlaceKind.ADMIN2 in kinds),
        "capital": float("PPLC" in codes),
        "short_name": float(kind in (EntryKind.SHORT_NAME, EntryKind.ABBREVIATION)),
        "abbreviation": float(kind is EntryKind.ABBREVIATION),
        "two_words": float(len(words) == 2),  # noqa: PLR2004
        "many_words": float(len(words) > 2),  # noqa: PLR2004
        "short": float(single and len(key) <= _SHORT_NAME and not evidence.located[mention.key]),
        "short_located": float(single and len(key) <= _SHORT_NAME and evidence.located[mention.key] > 0),
        "water": float(PlaceKind.WATER in kinds),
        "region": float(PlaceKind.REGION in kinds),
        "site": float(PlaceKind.SITE in kinds),
        "stop_word": float(plain and key in lexicon.stop),
        "given_name": float(plain and key in lexicon.given),
        "given_first": float(not single and key in lexicon.given),
        "surname": float(plain and key in lexicon.surnames),
        "family_name": float(plain and key in lexicon.family_first),
        "person_here": float(single and key in evidence.surnames and not known),
        "ship_here": float(mention.key in evidence.ships),
        "club_here": float(mention.key in evidence.clubs),
        "surname_last": float(len(words) == 2 and words[-1] in lexicon.surnames),  # noqa: PLR2004 (given name and surname)
        "lower_here": float(single and key in evidence.lower),
        "located_elsewhere": min(evidence.located[mention.key], 3) / 3,
        "rare_name": float(len(mention.places) == 1),
        "all_capitals": float(mention.text.isupper() and len(mention.text) > 3),  # noqa: PLR2004
    }


def _is_abroad(mention: Mention, evidence: Evidence) -> bool:
    """Tell whether the likeliest place of a name lies where the text's language is not at home."""
    return bool(mention.places) and mention.places[0].country not in evidence.home


def _cue_features(mention: Mention, context: Context) -> dict[str, float]:
    left, near, right, run = context.left, context.modified_left, context.right, context.after_run
    return {
        "locative": float("relations.locative" in left),
        "locative_modified": float("relations.locative" in near and "relations.locative" not in left),
        "near": float("relations.near" in near),
        "from_to": float("relations.from_to" in left),
        "weak": float("relations.weak" in left),
        "kind_before": float(
            mention.kind is not None and any(name.endswith("_before") for name in left if name.startswith("kinds."))
        ),
        "area_word_after": float(mention.kind in ("admin1", "admin2")),
        "generic_after": float("kinds.generic" in right),
        "title_before": float("persons.titles" in left),
        "title_apposed": float("persons.titles" in context.introduced and not context.article),
        "ship_apposed": float("organisations.ships" in context.introduced),
        "kin_before": float("persons.kinship" in left),
        "person_verb_after": float("persons.verbs" in right and not near & _PLACED),
        "organisation_after": float("organisations.after" in right or "organisations.after" in run),
        "media_after": float("organisations.media_after" in right),
        "club_after": float("organisations.clubs_after" in right),
        "club_before": float("organisations.clubs_before" in left),
        "media_before": float("organisations.media_before" in left),
        "company_before": float("organisations.companies_before" in left),
        "company_after": float("organisations.companies_after" in right or "organisations.companies_after" in run),
        "resident_before": float("organisations.residents_before" in left),
        "bound": float("relations.bound" in near),
        "article": float(context.article and mention.kind is None),
        "described_place": float(any(name.startswith("kinds.") for name in context.described)),
        "described_other": float(
            bool(context.described & {"organisations.ships", "organisations.namesakes", "sports.words"})
        ),
        "namesake_before": float("organisations.namesakes" in left),
        "demonym_before": float(context.demonym_before >= 0),
        "demonym_fits": float(
            context.demonym_before >= 0 and bool(context.people & {p.country for p in mention.places})
        ),
        "ship_before": float("organisations.ships" in left),
        # "Traf eine Drohne Kassala": no weapon bears a large city's name.
        "weapon_before": float(
            "organisations.weapons" in left and all(place.population < _LARGE_TOWN for place in mention.places)
        ),
        "inhabitants_after": float("organisations.inhabitants_after" in right),
        "credit_before": float("organisations.credits" in left),
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
        "area_after_holds": float(context.area_after >= 0 and areas(context.area_after) and holds(context.area_after)),
        "area_after_comma": float(areas(context.comma_after)),
        "place_after_comma": float(placed(context.comma_after)),
        "after_place_comma": float(placed(context.comma_before)),
        "joined_place": float(placed(context.joined_before) or placed(context.joined_after)),
        "joined_person": float(
            (context.joined_before >= 0 and mentions[context.joined_before].person)
            or (context.joined_after >= 0 and mentions[context.joined_after].person)
        ),
    }


def _title_features(reading: Reading, mention: Mention) -> dict[str, float]:
    """Read whether a name stands in quotation marks, alone or with few words: clubs, ships, papers, films."""
    words = reading.tokens.words
    first = next(
        (
            at
            for at in range(mention.first - 1, max(mention.first - _LONGEST_TITLE, 0) - 1, -1)
            if words[at] in _OPENING_QUOTES
        ),
        -1,
    )
    stop = min(mention.last + _LONGEST_TITLE, len(words) - 1)
    last = next((at for at in range(mention.last + 1, stop + 1) if words[at] in _CLOSING_QUOTES), -1)
    if first < 0 or last < 0 or last - first > _LONGEST_TITLE + 1:
        return {}
    alone = first == mention.first - 1 and last == mention.last + 1
    site = any(name.startswith("kinds.") for name in reading.left(first))
    return {"quoted_site": 1.0} if site else {"quoted": 1.0} if alone else {"in_short_quotation": 1.0}


def _sport_features(reading: Reading, mention: Mention, context: Context, evidence: Evidence) -> dict[str, float]:
    number = reading.tokens.sentence[mention.first]
    here = evidence.sport.get(number, 0.0)
    beside = _sport_beside(reading, number, evidence.sport)
    located = _is_located(context) or mention.kind is not None
    # "Against", "beats" and "hosts" speak of a match where other words of the sentence do.
    return {
        "result_after": float("sports.results" in context.right and here > 0),
        "result_before": float("sports.results" in context.modified_left and here > 0),
        "sport_located" if located else "sport_unlocated": here,
        "sport_beside_located" if located else "sport_beside_unlocated": beside,
    }


def _dash_follows(words: Sequence[str]) -> bool:
    """Tell whether a dateline's dash follows, at once or after brackets or a comma."""
    return bool(words) and (words[0] in _DASHES or (words[0] in ("(", ",") and not _DASHES.isdisjoint(words)))


def _in_headline(reading: Reading, mention: Mention) -> bool:
    """Tell whether a name stands in a line where most words have capitals and no full stop ends it."""
    number = reading.tokens.sentence[mention.first]
    return reading.shouted[number] and reading.tokens.text[reading.sentences[number].end - 1].isalnum()


def _given_before(reading: Reading, mention: Mention, lexicon: Lexicon) -> bool:
    """Tell whether a given name stands right before a name, or before its article, as before a surname."""
    tokens, at = reading.tokens, mention.first - 1
    if at > 0 and tokens.words[at] in ("-", "‑") and tokens.words[at - 1].islower():
        at -= 2
    if at < 0 or tokens.sentence[at] != tokens.sentence[mention.first] or not tokens.capital[at]:
        return False
    if reading.ending.get(at, frozenset()) & _NO_GIVEN_NAME:
        return False
    return any(key in lexicon.given for key in tokens.keys_at(at))


def _surname_after(reading: Reading, mention: Mention, context: Context, lexicon: Lexicon) -> bool:
    """Tell whether a word that looks like a surname follows in the same run ("Paris Jansen")."""
    after = reading.after(mention.last)
    if after < 0 or not reading.tokens.capital[after] or context.modified_left & _PLACED:
        return False
    return any(
        key in lexicon.surnames or (len(key) > _LONGEST_SUFFIX and key.endswith(lexicon.surname_endings))
        for key in reading.tokens.keys_at(after)
    )


def _numbered(reading: Reading, mention: Mention) -> bool:
    """Tell whether a number follows, as in names of ships and weapons ("Sparta II", "Agni-5")."""
    tokens, at = reading.tokens, mention.last + 1
    if at < len(tokens) and tokens.words[at] in _NUMERALS:
        return True
    glued = at + 1 < len(tokens) and tokens.words[at] == "-" and tokens.starts[at] == tokens.ends[mention.last]
    return glued and tokens.words[at + 1][0].isdecimal()


def _hyphen_before(reading: Reading, mention: Mention) -> bool:
    tokens, at = reading.tokens, mention.first - 1
    return at > 0 and tokens.words[at] in ("-", "‑") and tokens.ends[at] == tokens.starts[mention.first]


def _position_features(reading: Reading, mention: Mention, context: Context, lexicon: Lexicon) -> dict[str, float]:
    tokens = reading.tokens
    after = reading.after(mention.last)
    follows = tokens.words[after] if after >= 0 else ""
    number_after = (
        follows == ","
        and after + 1 < len(tokens)
        and tokens.words[after + 1].isdigit()
        and len(tokens.words[after + 1]) <= 2  # noqa: PLR2004
    )
    return {
        "opens": float(context.opens),
        "headline": float(_in_headline(reading, mention) and not _is_placed(context)),
        "capital_before": float(context.run_before),
        "capital_after": float(context.run_after),
        "given_before": float(_given_before(reading, mention, lexicon)),
        "hyphen_after": float(follows == "-"),
        "surname_after": float(_surname_after(reading, mention, context, lexicon)),
        "numeral_after": float(_numbered(reading, mention)),
        "hyphen_before": float(_hyphen_before(reading, mention)),
        "possessive": float(follows == "'"),
        "dash_after": float(context.opens and _dash_follows(tokens.words[mention.last + 1 : mention.last + 8])),
        "age_after": float(number_after),
        "stands_alone": float(context.opens and after < 0),
    }
