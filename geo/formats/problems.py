"""What could not be read, and what a reviewer should look at."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from geo.formats.layout.cells import Cell
from geo.records import EventFile

_LINES_SHOWN = 5
_FEW_SHOWN = 3  # Messages of one cause that are shown one by one
_PARTICULARS = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)|-?\d[\d.,-]*| lies in .*? the row says [^;]*")


class Severity(StrEnum):
    """What became of the row."""

    REJECTED = "rejected"  # It was kept aside
    CHECK = "check"  # It was taken; a person should look


class Problem(Struct, frozen=True, kw_only=True):
    """One line of the report on a file that was read."""

    file: str
    message: str  # what was found and what was expected
    severity: Severity = Severity.CHECK
    line: int | None = None  # as the user's program counts; None where it concerns the whole file
    column: str | None = None  # the header as it stands in the file

    def __str__(self) -> str:
        return problem_line([self])


def problem_line(alike: "list[Problem]") -> str:
    """Return one line for problems of one cause: where they are, and what the first says."""
    first = alike[0]
    lines = [str(problem.line) for problem in alike if problem.line]
    others = f" and {len(lines) - _LINES_SHOWN:,} more" if len(lines) > _LINES_SHOWN else ""
    shown = ", ".join(dict.fromkeys(lines[:_LINES_SHOWN])) + others
    where = [first.file, *([f"line{'s' if len(lines) > 1 else ''} {shown}"] if lines else [])]
    like = len({problem.message for problem in alike}) - 1
    more = f" ({like:,} others like it)" if like else ""
    said = f"{', '.join([*where, *([first.column] if first.column else [])])}: {first.message}{more}"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in said)


def problem_lines(problems: "Iterable[Problem]") -> Iterator[str]:
    """Yield a report's lines in order; what is wrong with many rows in the same way is one line with an example."""
    alike: dict[tuple[str, str | None, str], list[Problem]] = {}
    for problem in problems:
        cause = _PARTICULARS.sub("…", problem.message)
        alike.setdefault((problem.file, problem.column, cause), []).append(problem)
    for group in alike.values():
        if len({problem.message for problem in group}) > _FEW_SHOWN:
            yield problem_line(group)
            continue
        said: dict[str, list[Problem]] = {}
        for problem in group:
            said.setdefault(problem.message, []).append(problem)
        yield from map(problem_line, said.values())


class Reject(Struct, frozen=True, kw_only=True):
    """A row that was kept aside, as it stood."""

    line: int
    reason: str
    cells: tuple[Cell, ...]


class Reading(Struct, frozen=True, kw_only=True):
    """What a file yielded."""

    events: EventFile
    problems: tuple[Problem, ...] = ()
    headers: tuple[str, ...] = ()  # a table's headers, for the rejects file
    rejects: tuple[Reject, ...] = ()
    assignment: tuple[str, ...] = ()  # what each column was taken for, and why
