"""The place names of a text, one module a step: recognise, context, is it a place, rank, resolve, role.

In: a text read into words. Out: resolved toponyms with offsets, roles and rivals.
"""
