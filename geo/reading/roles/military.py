"""What must stand by a verb for it to tell of a blow: an army, a party, a country's name."""

from gazetteer.records import Role
from geo.language.grammar.clauses import Trigger, clause_of
from geo.language.grammar.heads import PrepositionMap
from geo.language.sentence import Sentence
from geo.reading.roles.assignment import assign_arguments


def is_partys_blow(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether a country or its forces hit a place: "Israel struck Hodeidah", "coulés par les Houthis"."""
    if trigger.frame != "hit":
        return False
    parts = assign_arguments(sentence, "strike", [trigger], (), PrepositionMap(sentence), with_adjectives=False)
    abroad = parts.country is not None and parts.country != parts.attacker
    return parts.attacker is not None and (abroad or any(place.role == "site" for place in parts.places))


def is_of_country(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether a strike is called a country's: "Israeli strikes", "les frappes d'Israël"."""
    if trigger.frame != "noun":
        return False
    own = [name for name in sentence.names if name.toponym.role is Role.DEMONYM]
    if any(name.last == trigger.cue.first or name.first == trigger.cue.last for name in own):
        return True
    words = PrepositionMap(sentence)
    actors = [name for name in sentence.names if name.toponym.role is Role.ACTOR]
    return any(_hangs_on(name.first, trigger, words) for name in actors)


def _hangs_on(at: int, trigger: Trigger, words: PrepositionMap) -> bool:
    """Return whether "of" or "by" joins what stands at a word to a noun right before it, with an article at most."""
    article = words.ends[at].get("noun:determiner")
    starts = [at, article.first] if article else [at]
    leads = [cue for start in starts for cue in words.prepositions[start]]
    return any(cue.first == trigger.cue.last and cue.tag in ("prep:of", "prep:by") for cue in leads)


def is_defence(sentence: Sentence, trigger: Trigger) -> bool:
    """Return whether air defences are who hits: "die Luftabwehr habe neun Drohnen zerstört"."""
    first, _ = clause_of(sentence, trigger.cue.first)
    defences = [c for c in sentence.tagged["cue:air_defence"] if first <= c.first < trigger.cue.last]
    return bool(defences) and trigger.frame in ("hit", "launch")
