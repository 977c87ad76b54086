"""Events as rows and features, whatever the file.

In: events. Out: columns, cells, shapes and features that every format writes alike.
"""
