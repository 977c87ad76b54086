"""The index on disk.

In: sources (GeoNames, Who's On First, own tables). Out: one SQLite file of places, names and keys, built whole or not
at all.
"""
