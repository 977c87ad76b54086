"""Which place a name means.

In: the mentions kept, with their contexts. Out: for each the place it was settled on, how surely, and its rivals.
"""
