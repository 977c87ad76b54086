"""What the user brings in place of the networks that ship.

In: a file or a server's address. Out: a network that joins two points, or a line as it was recorded.
"""
