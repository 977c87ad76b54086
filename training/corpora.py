"""Whether a corpus is the one that `corpora.toml` names, byte for byte."""

import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

LIST = Path(__file__).with_name("corpora.toml")


def differing(paths: Iterable[Path]) -> list[str]:
    """Return a line for each corpus that is not as listed: other bytes, or a file that nobody listed."""
    listed = {entry["file"]: entry["sha256"] for entry in tomllib.loads(LIST.read_text(encoding="utf-8")).values()}
    lines = []
    for path in paths:
        if path.is_dir():
            continue  # the project's own texts
        if path.name not in listed:
            lines.append(f"{path}: is no corpus of {LIST.name}; weights from it can't be learned anew elsewhere")
        elif sha256(path.read_bytes()).hexdigest() != listed[path.name]:
            lines.append(f"{path}: holds other bytes than {LIST.name} says")
    return lines
