"""Who says a sentence, and whose words they are.

In: a `Sentence`. Out: its sources, and which of its words each asserts, denies or admits.
"""
