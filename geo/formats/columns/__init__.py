"""What a table's columns mean.

In: a sheet. Out: its headers, what each column holds, and the field that each stands for; published layouts by name.
"""
