"""What an export is asked for."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from geo.formats.layout.columns import Layer

Progress: TypeAlias = Callable[[int, int], None]  # Called with events done and events in all


class Generalise(StrEnum):
    """How positions are coarsened for publication."""

    TEN_KM = "10km"  # To the middle of a cell of about ten kilometres, drawn as a disc that holds the cell
    ADMIN1 = "admin1"  # To the first-level area


class ExportOptions(Struct, frozen=True, kw_only=True):
    """Settings of one export."""

    generalise: Generalise | None = None
    layers: tuple[Layer, ...] = tuple(Layer)
    """Which features are written."""
    i_have_rights: bool = False
    """Keep rows whose terms forbid passing them on (ACLED)."""
    language: str = "en"
    """Language of headers in tables for reading, and of titles and labels that are told in several."""
    progress: Progress | None = None


DEFAULT_OPTIONS = ExportOptions()
