"""Legs by sea.

In: two places on or near the sea. Out: a line over water, by the grid of the mask for short hops and by the graph of
lanes and open water for voyages, with the canals and straits that it passes.
"""
