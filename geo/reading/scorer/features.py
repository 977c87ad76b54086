"""Named features of what a decision is about: a sentence, and a name as an argument of a kind of event.

They are tags of the tables, grammar, order and position in the document, never words, so that what is learnt from one
language holds in all of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from msgspec import Struct

from gazetteer.records import Role
from geo.language.grammar.clauses import Trigger, dateline_end, find_triggers
from geo.language.grammar.functions import functions_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.language.tables import event_kinds
from geo.reading.attribution.spans import AttributionSpan, find_attributions
from geo.reading.factuality import happened

Features = Mapping[str, float]

_CLASSES = {
    "arms": ("rifle", "pistol", "round", "machine gun", "grenade", "grenade launcher", "weapon", "munition"),
    "fired": ("missile", "drone", "rocket", "bomb", "shell", "mine", "mortar", "warhead"),
    "loads": ("container", "crate", "wagon", "tonne"),
    "trips": ("voyage", "flight"),
    "ships": ("vessel", "warship", "boat"),
    "machines": ("vehicle", "tank", "howitzer", "launcher", "system", "aircraft", "helicopter"),
    "people": ("soldier", "officer"),
    "parts": ("component", "engine"),
}
_CLASS_OF = {f"unit:{unit}": f"unit:{name}" for name, units in _CLASSES.items() for unit in units}
_CARGO_OF = {f"unit:{unit}": name for name, units in _CLASSES.items() for unit in units}
_CARGO_OF |= {"weapon": "arms", "noun:arms": "arms", "noun:troops": "people", "noun:military": "people"}
_CARGO_OF |= {"noun:vehicle": "machines", "noun:ship": "ships", "noun:fleet": "ships", "vessel": "ships"}
"""What may move, by the tags that name it."""
_GROUPS = ("cue:", "noun:", "mode:", "hurt:", "word:")
_SKIPPED = frozenset({"noun:determiner", "noun:auxiliary", "noun:dative", "cue:that", "cue:relative", "cue:attribute"})
_TOPICS = (
    ("weapon", 0.0),
    ("weapon", 0.3),
    ("noun:arms", 0.0),
    ("noun:arms", 0.3),
    ("cue:not_war", 0.1),
    ("noun:military", 0.0),
    ("hurt:killed", 0.0),
    ("noun:customs", 0.0),
    ("noun:ship", 0.0),
)
"""Tags that say what an article is about, with the share of its sentences that must have them."""
FLOW = "flow"
FLOWS = ("shipment", "deployment")
ENDS = ("from", "to", "via", "between", "object", "at")
GOALS = frozenset({"to", "at", "object"})
_LAYOUT = ("block:", "date", "places:", "bias", "place:")


class Told(Struct, frozen=True, kw_only=True):
    """A sentence with what decisions about it look at, worked out once."""

    sentence: Sentence
    triggers: tuple[Trigger, ...]
    zones: tuple[AttributionSpan, ...]
    said: frozenset[int]
    """The words that attribution spans hold."""
    happened: frozenset[Trigger]
    opening: int
    """The word that follows its dateline."""
    words: PrepositionMap
    functions: Mapping[int, frozenset[str]]
    own: Features
    """Features of the sentence by itself."""


def look_at(sentence: Sentence) -> Told:
    """Work out a sentence's triggers, attribution spans, grammar and features."""
    triggers = tuple(find_triggers(sentence))
    zones = tuple(find_attributions(sentence, triggers))
    said = frozenset(at for zone in zones for at in range(zone.first, zone.last))
    told = frozenset(t for t in triggers if t.cue.first not in said and happened(sentence, t, zones))
    words = PrepositionMap(sentence)
    functions = {name.first: functions_of(name, words) for name in sentence.names}
    opening = dateline_end(sentence)
    return Told(
        sentence=sentence,
        triggers=triggers,
        zones=zones,
        said=said,
        happened=told,
        opening=opening,
        words=words,
        functions=functions,
        own=dict(_tags(sentence, triggers, told, said, opening)) | dict(_ends(sentence, functions, told, opening)),
    )


def _tags(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    told: frozenset[Trigger],
    said: frozenset[int],
    opening: int,
) -> Iterator[tuple[str, float]]:
    for trigger in triggers:
        state = "told" if trigger in told else "said" if trigger.cue.first in said else "not"
        yield f"{trigger.kind}:{trigger.frame}:{state}", 1.0
        yield from ((f"{kind}:{state}", 1.0) for kind in {trigger.kind, scored_kind(trigger.kind)})
    for tag in sentence.tags:
        if tag.startswith("unit:"):
            yield _CLASS_OF.get(tag, tag), 1.0
        elif tag.startswith("weapon:"):
            yield "weapon", 1.0
        elif tag.startswith("vessel:"):
            yield "vessel", 1.0
        elif tag.startswith(_GROUPS) and tag not in _SKIPPED:
            yield tag, 1.0
    free = [n for n in sentence.names if n.first >= opening and n.first not in said]
    literal = [str(n.toponym.precision) for n in free if n.toponym.role is Role.LITERAL]
    places = [precision for precision in literal if precision != "country"]
    yield f"places:{min(len(places), 3)}", 1.0
    yield from ((f"place:{precision}", 1.0) for precision in set(places))
    if "country" in literal:
        yield "names:country", 1.0
    yield from ((f"names:{role}", 1.0) for role in {n.toponym.role.value for n in free} - {"literal"})
    yield from ((f"date:{means}", 1.0) for means in {date.means for date in sentence.dates})
    if sentence.dates:
        yield "date", 1.0
    if sentence.quantities:
        yield "counted", 1.0
    yield f"block:{sentence.kind.value}", 1.0
    yield "bias", 1.0


def _ends(
    sentence: Sentence, functions: Mapping[int, frozenset[str]], told: frozenset[Trigger], opening: int
) -> Iterator[tuple[str, float]]:
    """Yield which ends of a way a sentence's places may be by their prepositions: "from A to B" is one told whole."""
    of = [functions[name.first] for name in sentence.names if name.is_place and name.first >= opening]
    ends = [end for end in ENDS if any(end in found for found in of)]
    starts = [number for number, found in enumerate(of) if "from" in found]
    goals = [number for number, found in enumerate(of) if found & GOALS]
    if "between" in ends or any(goal != start for start in starts for goal in goals):
        ends.append("both")
    frames = {trigger.frame for trigger in told if trigger.kind in FLOWS}
    moves = "moves" if frames else "rests"
    for end in ends:
        yield f"end:{end}", 1.0
        yield f"end:{end}:{moves}", 1.0
    if not frames:
        return
    cargo = sorted(
        {name for tag in sentence.tags if (name := _CARGO_OF.get(tag.partition(":")[0]) or _CARGO_OF.get(tag))}
    )
    for name in cargo or ["nothing"]:
        yield f"moves:{name}", 1.0
        if "both" in ends:
            yield f"moves:{name}:both", 1.0
    if len(frames) > 1:
        yield "moves:more", 1.0


@cache
def kinds() -> tuple[str, ...]:
    """Return what sentences are scored for, in a fixed order: the kinds of events, arms and troops that move as one."""
    return tuple(sorted({FLOW, *event_kinds()} - set(FLOWS)))


def scored_kind(kind: str) -> str:
    """Return as what a kind of event is scored."""
    return FLOW if kind in FLOWS else kind


def family(kind: str) -> tuple[str, ...]:
    """Return the kinds of events that are scored as one kind."""
    return FLOWS if kind == FLOW else (kind,)


def sentence_features(article: Sequence[Told], at: int, shared: Features) -> dict[str, float]:
    """Return the features of one sentence in its article.

    `shared`: what `document_features` returns for the article.
    """
    told = article[at]
    sentence = told.sentence
    found = dict(told.own)
    for step, name in ((-1, "before"), (-2, "before2"), (1, "after")):
        other = article[at + step] if 0 <= at + step < len(article) else None
        if other is None:
            found[f"{name}:none"] = 1.0
            continue
        same = "" if other.sentence.block == sentence.block else ":par"
        for tag in other.own:
            if tag.endswith((":told", ":not", ":said")) and tag.count(":") == 1:
                found[f"{name}{same}|{tag}"] = 1.0
            elif tag.startswith(("hurt:", "weapon", "noun:arms", "noun:military", "noun:ship", "unit:", "cue:history")):
                found[f"{name}|{tag}"] = 1.0
    found[f"at:{0 if at == 0 else 1 if at < 3 else 2}"] = 1.0  # noqa: PLR2004 - the lead
    found |= shared
    return found


def document_features(article: Sequence[Told]) -> dict[str, float]:
    """Return the features that all sentences of an article share."""
    return dict(_document(tuple(article)))


def article_features(article: Sequence[Told]) -> dict[str, float]:
    """Return the features that tell whether an article is about such events at all: how much of it has each tag."""
    size = max(1, len(article))
    counts = {tag: n for tag, n in Counter(chain(*(t.own for t in article))).items() if not tag.startswith(_LAYOUT)}
    found = {"bias": 1.0}
    for tag, count in counts.items():
        found[f"{tag}>0.0"] = 1.0
        for bound in (0.1, 0.3):
            if count / size > bound:
                found[f"{tag}>{bound}"] = 1.0
    return found


def _document(article: tuple[Told, ...]) -> Iterator[tuple[str, float]]:
    size = max(1, len(article))
    for kind in kinds():
        share = sum(any(t.kind in family(kind) for t in told.happened) for told in article) / size
        for bound in (0.0, 0.15, 0.4):
            if share > bound:
                yield f"doc:{kind}>{bound}", 1.0
    for tag, bound in _TOPICS:
        if sum(tag in told.own for told in article) / size > bound:
            yield f"doc:{tag}>{bound}", 1.0


def countries_named(article: Sequence[Told]) -> Mapping[str, frozenset[str]]:
    """Return by which names an article names places and people of each country."""
    found: dict[str, set[str]] = {}
    for told in article:
        for name in told.sentence.names:
            if name.toponym.country:
                found.setdefault(name.toponym.country, set()).add(name.toponym.text)
    return {country: frozenset(names) for country, names in found.items()}
