"""Whether the words around an unknown name say that an area holds it: then it is a place."""

from gazetteer.text.language_tables import language_table
from gazetteer.text.reading import Reading
from gazetteer.toponyms.containment.areas import Link, link_after
from gazetteer.toponyms.neighbours import opens_sentence

LOCATING = frozenset({"relations.locative", "relations.near", "relations.sea", "relations.shelled"})
_SAID_OF_PLACES = LOCATING | {"kinds.settlement_before"}
_NO_PLACES = frozenset({"persons.titles", "persons.kinship", "organisations.ships", "organisations.weapons"})
_BARE = frozenset({"relations.inside", "relations.near", "kinds.settlement_before"})
"""Before a name, and hardly before a noun without an article."""
WAYS = frozenset({"relations.from_to"})
_DASHES = frozenset("—–")
_STOPS = frozenset(".;:!?")
_LONGEST_HOLDER = 6
_NO_NOUNS = ("a", "o", "u", "y", "ew", "iw", "ow", "aw", "ki", "ti", "zi")
"""Ends of words that are no German plural or uncountable noun, the nouns that stand without an article."""


def is_contained(reading: Reading, first: int, last: int, holder: int, *, said: bool) -> bool:
    """Return whether an area right after a name is said to hold it ("X (Donetsk region)", "X in Idlib province").

    Of a country or an area without a kind word, only where something is said to be at the name ("in X (Kunar, Y)").
    """
    link = link_after(reading, last, holder)
    if link is None or link in (Link.APPOSED, Link.PART):
        return False
    left, before = reading.left[first], reading.before[first]
    if left & _NO_PLACES or is_word(reading, first) or is_last_word(reading, last):
        return False
    bare, marked = reading.ends[before], link in (Link.COMMA, Link.BRACKET)
    tied = said and marked and bool(bare & (LOCATING | WAYS))
    table = language_table(reading.language_at[first])
    dateline = marked and _opens_dateline(reading, first, holder, said=said)
    foreign = said and bool(bare & LOCATING) and reading.tokens.words[last].endswith(_NO_NOUNS)
    if dateline or (table.nouns_capitalised and not (bare & _BARE or tied or foreign)):
        return dateline
    located = bool(left & _SAID_OF_PLACES) or tied
    if link is Link.ADJACENT:
        return table.area_adjectives and said and not opens_sentence(reading, first)
    if link in (Link.INSIDE, Link.COMMA):
        listed = said and _is_listed(reading, first)
        announced = said and reading.tokens.words[first - 1 : first] == [":"]  # "Killed two: X, Lviv region"
        return announced or (not opens_sentence(reading, first) and (located or listed))
    return said or (link is Link.BRACKET and located)


def _opens_dateline(reading: Reading, first: int, holder: int, *, said: bool) -> bool:
    """Return whether a name, the area that holds it and a dash open a line ("X, North Korea — Rescue workers").

    Or a colon, where a word says that it is an area ("X, Sumy region: a drone").
    """
    words = reading.tokens.words[holder : holder + _LONGEST_HOLDER]
    dash = next((at for at, word in enumerate(words) if word in _DASHES or (said and word == ":")), 0)
    return dash > 0 and opens_sentence(reading, first) and _STOPS.isdisjoint(words[:dash])


def _is_listed(reading: Reading, first: int) -> bool:
    """Return whether a name goes on a list of names ("Foua and Kfraya")."""
    before = reading.before[first]
    return before > 0 and "words.and" in reading.ends[before] and reading.tokens.capital[before - 1]


def is_word(reading: Reading, at: int) -> bool:
    """Return whether a word is in a table of words that names stand beside."""
    known = reading.said[at]
    return any(not name.startswith("stop.") for name in known)


def is_last_word(reading: Reading, at: int) -> bool:
    """Return whether a name's last word is one of the tables'; the "on" of "Chungch'on" is none."""
    glued = at > 0 and reading.tokens.words[at - 1] in "'-" and reading.tokens.ends[at - 1] == reading.tokens.starts[at]
    return not glued and is_word(reading, at)
