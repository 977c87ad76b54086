"""The scorer: linear models over named features, beside the frames.

In: an article's sentences. Out: decisions, each a kind of event with names of the sentence as its arguments.
"""
