"""Names in a text that may be places.

In: a text read into words. Out: mentions with offsets and what their sentence says of them; nothing is decided here.
"""
