"""Temporary files of writers that were killed: nobody else would ever clear them away."""

import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

_LIVES_S = 86_400.0  # Younger ones stay, whosever they are: on a shared disk the writer may be on another machine


def leftover_prefix(target: Path) -> str:
    """Return what the name of a temporary file beside `target` begins with: whose it is, and who writes it."""
    return f".{target.name[:80]}.{os.getpid()}."


def sweep_leftovers(target: Path) -> None:
    """Remove what dead writers of `target` left beside it more than a day ago; what can't be removed stays."""
    pattern = re.compile(rf"\.{re.escape(target.name[:80])}\.(?:(\d+)\.)?[a-z0-9_]{{8}}(?:\.tmp)?")
    with suppress(OSError):
        for path in target.parent.iterdir():
            found = pattern.fullmatch(path.name)
            if found and not _lives(found[1]) and time.time() - path.lstat().st_mtime > _LIVES_S:
                _remove(path)


def _lives(process: str | None) -> bool:
    if process is None or os.name == "nt":  # Windows can't be asked without harm: age decides
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, so it lives; or no number of a process
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
