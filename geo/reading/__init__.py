"""A sentence's tags to mentions: what happened, where, when, who says so.

In: `Sentence`s. Out: `Mention`s, each with the words it rests on.
"""
