"""Grammar of a sentence: clauses, prepositions, cases, word order.

In: a `Sentence`. Out: where clauses start and end, and what each name is in its clause.
"""
