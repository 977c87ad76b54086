"""GeoPackages: drawn layers, and the event file's records as related tables.

In: an event file, or a GeoPackage. Out: a GeoPackage, or an event file.
"""
