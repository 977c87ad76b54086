"""Mentions to events: the same thing told twice is one.

In: mentions of one article or many. Out: an `EventFile` of sourced, dated, related events.
"""
