"""Sheets of any file that spreadsheets open.

In: bytes, within bounds. Out: `Sheet`s of plain cells; and back.
"""
