"""What a text says of where a place lies ("X, Donetsk region"), and which places lie there.

In: a reading and its mentions. Out: for each mention the mentions that contain it; for those the areas they may be.
"""
