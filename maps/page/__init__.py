"""The page.

In: what `maps.layout` laid out. Out: one HTML file that makes no request; a review page and an embed of the same.
"""
