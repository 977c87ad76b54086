"""What a reviewer must decide, and what an editor has decided.

In: an event file, and inputs of any kind. Out: decisions to take; an event file that keeps those taken.
"""
