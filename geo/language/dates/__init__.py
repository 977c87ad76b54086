"""When: date phrases of a sentence.

In: a sentence and the day of publication. Out: spans of days, each with the words it rests on.
"""
