"""Words of a text.

In: a text. Out: its sentences, words, people and introduced abbreviations, with the reviewed tables of each language.
"""
