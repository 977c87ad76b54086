"""Layers of geographic files.

In: GeoJSON, KML and what GDAL reads. Out: features with geometry; and back.
"""
