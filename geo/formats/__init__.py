"""Events in and out: GIS layers, spreadsheets and newsroom tools.

In: event files, tables and layers of others. Out: the same events in any of the formats, or read from them.
Columns and what each format can't hold are documented in docs/formats.md.
"""

from geo.formats.options import ExportOptions, Generalise
from geo.formats.reading import read_table_or_events
from geo.formats.writing import FORMATS, find_format, write_events, write_layers

__all__ = [
    "FORMATS",
    "ExportOptions",
    "Generalise",
    "find_format",
    "read_table_or_events",
    "write_events",
    "write_layers",
]
