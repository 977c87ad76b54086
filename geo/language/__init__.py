"""A sentence as tags: everything that knows a word.

In: an article's text and its toponyms. Out: `Sentence`s with words, cues, dates, quantities, casualties, clauses and
names.
"""
