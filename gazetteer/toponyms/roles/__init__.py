"""What a name does in its sentence.

In: mentions with the places they were settled on. Out: a role and a precision each.
"""
