"""Stills.

In: what `maps.layout` laid out. Out: SVG, PNG and PDF.
"""
