"""What every build shares: it makes its files apart, then puts them in their place, or with --check compares them.

A table of weights or shapes (.npz) is compared by what it holds: its compressed bytes depend on the machine's zlib.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

CHECK = "--check"


def deliver(build: Callable[[Path], object], home: Path, *, check: bool) -> int:
    """Build into a folder apart; move the files to `home`, or say which of them differ.

    Args:
        build: Writes its files into the folder that it is given.
        home: Where the files are kept.
        check: Compare only; nothing is written.

    Returns:
        The exit status: 1 where files differ from those kept.
    """
    with tempfile.TemporaryDirectory() as name:
        apart = Path(name)
        build(apart)
        made = sorted(path for path in apart.rglob("*") if path.is_file())
        if not made:
            print(f"{home}: the build made no file", file=sys.stderr)
            return 1
        differing = [path for path in made if not same(path, home / path.relative_to(apart))]
        for path in differing:
            kept = home / path.relative_to(apart)
            print(f"{kept}: {'differs from what its build makes' if check else 'written'}", file=sys.stderr)
            if not check:
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, kept)
    return int(check and bool(differing))


def same(made: Path, kept: Path) -> bool:
    """Return whether two files hold the same."""
    if not kept.is_file():
        return False
    if made.suffix != ".npz":
        return made.read_bytes() == kept.read_bytes()
    with np.load(made) as new, np.load(kept) as old:
        return new.files == old.files and all(
            new[part].dtype == old[part].dtype and np.array_equal(new[part], old[part]) for part in new.files
        )


def arguments() -> tuple[list[str], bool]:
    """Return the command line's words, and whether --check is among them."""
    words = sys.argv[1:]
    return [word for word in words if word != CHECK], CHECK in words
