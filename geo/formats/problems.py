"""What could not be read, and what a reviewer should look at."""

from enum import StrEnum

from msgspec import Struct

from geo.formats.cells import Cell
from geo.records import EventFile


class Severity(StrEnum):
    """What became of the row."""

    REJECTED = "rejected"
    """It was kept aside."""
    CHECK = "check"
    """It was taken; a person should look."""


class Problem(Struct, frozen=True, kw_only=True):
    """One line of the report on a file that was read."""

    file: str
    message: str
    """What was found and what was expected."""
    severity: Severity = Severity.CHECK
    line: int | None = None
    """As the user's program counts; None where it concerns the whole file."""
    column: str | None = None
    """The header as it stands in the file."""

    def __str__(self) -> str:
        where = (
            f"{self.file}" + (f", line {self.line}" if self.line else "") + (f", {self.column}" if self.column else "")
        )
        return f"{where}: {self.message}"


class Reject(Struct, frozen=True, kw_only=True):
    """A row that was kept aside, as it stood."""

    line: int
    reason: str
    cells: tuple[Cell, ...]


class Reading(Struct, frozen=True, kw_only=True):
    """What a file yielded."""

    events: EventFile
    problems: tuple[Problem, ...] = ()
    headers: tuple[str, ...] = ()
    """A table's headers, for the rejects file."""
    rejects: tuple[Reject, ...] = ()
