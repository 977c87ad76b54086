"""Events in and out: GIS layers, spreadsheets and newsroom tools.

Columns and what each format can't hold are documented in docs/formats.md.
"""

from geo.formats.options import ExportOptions, Generalise
from geo.formats.registry import FORMATS, find_format
from geo.formats.writing import write_events, write_layers

__all__ = ["FORMATS", "ExportOptions", "Generalise", "find_format", "write_events", "write_layers"]
