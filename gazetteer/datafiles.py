"""The files that ship with the program: where they lie, and their tables."""

import csv
import tomllib
from pathlib import Path
from typing import Any

from gazetteer.errors import GazetteerError


def data_file(name: str) -> Path:
    """Return the path of a shipped file or folder: below `data/` in a checkout, inside this package in a wheel.

    Raises:
        GazetteerError: The installation lacks the file.
    """
    here = Path(__file__).resolve().parent
    for root in (here / "_data", here.parent / "data"):
        path = root / name
        if path.exists():
            return path
    raise GazetteerError(f"{name}: not among the installed data files; reinstall armsatlas")


def read_toml(name: str) -> dict[str, Any]:
    """Return a shipped TOML table.

    Raises:
        GazetteerError: It is no valid table; somebody has changed it.
    """
    try:
        return tomllib.loads(data_file(name).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{name}: not a valid table ({error}); reinstall armsatlas or mend the file") from error


def read_csv(name: str) -> list[dict[str, str]]:
    """Return the rows of a shipped CSV table."""
    with data_file(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
