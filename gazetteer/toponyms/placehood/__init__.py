"""Whether a name stands for a place at all.

In: mentions with their contexts. Out: which are certain, and for the others the features that the learned model weighs.
"""
