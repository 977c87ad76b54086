"""Where everything stands.

In: events and traced legs. Out: marks, lines, labels, rows and the story, before any file is written.
"""
