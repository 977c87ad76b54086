"""The command line: one module a command or a family of them, joined in `app`.

In: words of a command. Out: data on standard output or in a file, messages on standard error, an exit status.
"""
