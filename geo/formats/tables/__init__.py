"""Tables in.

In: a sheet of any layout. Out: events, and every row that is none kept aside with its reason.
"""
