"""Where the files that ship with the program lie."""

from pathlib import Path

from gazetteer.errors import GazetteerError


def data_file(name: str) -> Path:
    """Return the path of a shipped file or folder.

    In a checkout that is `data/` at the top; in an installed wheel the same
    tree lies inside this package.

    Args:
        name: Path below `data/`, with forward slashes.

    Returns:
        An existing path.

    Raises:
        GazetteerError: The installation lacks the file.
    """
    here = Path(__file__).resolve().parent
    for root in (here / "_data", here.parent / "data"):
        path = root / name
        if path.exists():
            return path
    raise GazetteerError(f"{name}: not among the installed data files; reinstall armsatlas")
