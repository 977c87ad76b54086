"""Names as asked to names as known.

In: a name in any script, romanisation, inflection or misspelling. Out: keys, near spellings, base forms and scores;
points and areas as well.
"""
