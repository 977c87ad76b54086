"""Whether a demonym is said of people or of a language, and not of what is a country's."""

from gazetteer.text.language_tables import language_table
from gazetteer.text.lexicon import EntryKind
from gazetteer.text.reading import Reading
from gazetteer.toponyms.neighbours import common_words
from gazetteer.toponyms.recognition.mentions import Mention


def is_of_people(reading: Reading, mention: Mention) -> bool:
    """Return whether a demonym denotes people or their language: "Russians", "the French are", "in English".

    "Russian troops" are Russia's.
    """
    entry = mention.entry
    if entry is None or entry.kind not in (EntryKind.DEMONYM, EntryKind.AREA_DEMONYM):
        return False
    table = language_table(reading.language_at(mention.first))
    if entry.language != table.language:
        return False
    if table.people_endings and entry.form.endswith(table.people_endings):
        return True
    if not table.adjectives_first:
        return False
    after = reading.after(mention.last)
    word = reading.tokens.words[after] if after >= 0 else ""
    if not word[:1].isalnum():
        return word not in ("-", "‑", "'", "’")
    return reading.tokens.keys[after] in common_words(table.language)
