"""What commands say: lines on standard error, data on standard output, and reports of our own faults.

What comes from outside (names of files, ids, quotes) is shown, never obeyed: no control character reaches a terminal.
"""

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from geo.events.reader import Fault

_LONGEST = 2000


def plain(text: str) -> str:
    """Return a text in one line, with what a terminal would obey and what no encoding holds spelled out."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _spelled(char) for char in text)


def _spelled(char: str) -> str:
    if char in "\t\r\n\u00a0\u2028\u2029" or char.isspace():
        return " "
    return char.encode("unicode_escape").decode("ascii")


def say(message: str) -> None:
    """Print a line on standard error that begins with the program's name: a fault, or what to do."""
    note(f"armsatlas: {message}")


def note(message: str) -> None:
    """Print a line on standard error: what was taken, written or found."""
    line = plain(message)
    typer.echo(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…", err=True)


def tell(line: str) -> None:
    """Print a line of data on standard output; tabs between its cells stay."""
    typer.echo("\t".join(map(plain, line.split("\t"))))


def say_fault(fault: "Fault") -> None:
    """Say of an article that reading broke off in it, and where the report of it lies."""
    written = write_report(fault.trace)
    where = f"; report: {written}" if written else ""
    say(f"article {fault.article}: left out, as reading it broke off ({fault.error}), which is our fault{where}")


def write_report(trace: str) -> "Path | None":
    """Write a traceback and the versions in use to a file of its own; None where that can't be done."""
    import platform
    import tempfile
    from importlib.metadata import version
    from pathlib import Path

    lines = (
        f"armsatlas {version('armsatlas')}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {sys.argv[1:]!r}",
        trace,
    )
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="armsatlas-report-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as report:
            report.write("\n".join(lines))
    except OSError:
        return None
    return Path(report.name)
