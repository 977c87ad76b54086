"""Argument roles: what each name and date of a sentence is to its event.

In: a `Sentence` and its triggers. Out: places with roles, and the event's day.
"""
