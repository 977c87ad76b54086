"""What could not be read, and what a reviewer should look at."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from geo.formats.layout.cells import Cell
from geo.records import EventFile

_LINES_SHOWN = 5


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
        return problem_line([self])


def problem_line(alike: "list[Problem]") -> str:
    """Return one line for problems that differ by their lines alone."""
    first = alike[0]
    lines = [str(problem.line) for problem in alike if problem.line]
    others = f" and {len(lines) - _LINES_SHOWN} more" if len(lines) > _LINES_SHOWN else ""
    shown = ", ".join(lines[:_LINES_SHOWN]) + others
    where = [first.file, *([f"line{'s' if len(lines) > 1 else ''} {shown}"] if lines else [])]
    return f"{', '.join([*where, *([first.column] if first.column else [])])}: {first.message}"


def problem_lines(problems: "Iterable[Problem]") -> Iterator[str]:
    """Yield a report's lines in order; what is wrong with many rows in the same way is one line."""
    alike: dict[tuple[str, str | None, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.file, problem.column, problem.message), []).append(problem)
    yield from map(problem_line, alike.values())


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
    assignment: tuple[str, ...] = ()
    """What each column was taken for, and why."""
