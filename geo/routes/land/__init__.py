"""Legs by rail and road.

In: two places. Out: a way over the network that ships, its connectors, and what of closed borders it keeps out of.
"""
