"""Where the files that ship with the program lie."""

from pathlib import Path

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
