"""What case endings say of a name that no preposition governs: "Україні Швецією передано десять танків"."""

from gazetteer.match.morphology import name_cases
from geo.language.sentence import Name, Sentence

_BARE = frozenset({"subject", "object"})
_SUBJECT = frozenset({"subject", "nominative"})
_OBLIQUE = frozenset({"gent", "datv", "ablt", "loct"})


def by_case(name: Name, found: frozenset[str], sentence: Sentence, *, follows_verb: bool) -> frozenset[str]:
    """Settle by its case what a bare name is: who does, to whom, by whom; unchanged where the case leaves it open.

    Args:
        name: A name of the sentence.
        found: What its position says it may be.
        sentence: The sentence.
        follows_verb: Whether the word before it is the event's verb, so that it is no noun's genitive.
    """
    if not found & _BARE and not ("from" in found and name.is_actor):
        return found
    cases = name_cases(name.toponym.text, sentence.tables.language) - {"voct"}
    if name.toponym.text.lower() in sentence.tables.datives:
        cases = frozenset({"datv"})
    if not found & _BARE:
        # "З підводного човна Індія випробувала": a country in the nominative hangs on no "from".
        found = _SUBJECT if "nomn" in cases and "gent" not in cases else found
    if not cases or cases >= _OBLIQUE or not found & _BARE:
        return found
    if cases & {"nomn", "accs"}:
        return found | _direct(cases)
    if cases == {"ablt"}:
        return (found - _BARE) | {"by"}
    opens = name.first == 0 or sentence.tokens[name.first - 1].is_mark
    if "datv" in cases and ("gent" not in cases or opens or follows_verb):
        return (found - {"subject"}) | {"to"}
    return found


def _direct(cases: frozenset[str]) -> frozenset[str]:
    """Return what a name is that is plainly a subject or plainly an object, wherever in the clause it stands."""
    if "nomn" in cases:
        return frozenset({"subject", "nominative"}) if not cases & {"accs", "gent"} else frozenset()
    return frozenset({"accusative"}) if cases == {"accs"} else frozenset()
