"""Build the English lists of given names and surnames from the United States census of 1990.

The counts come in the source package `names` 0.3.0 of PyPI (three files as the
Census Bureau published them; public domain). Place names that are also given
names stay: the reader weighs them.

Usage: build_given_names.py names-0.3.0.tar.gz [--check]
"""

import sys
import tarfile
from functools import partial
from pathlib import Path

from delivery import arguments, deliver

HOME = Path(__file__).resolve().parents[1] / "languages" / "toponyms" / "names"
GIVEN_SHARE = 0.012
SURNAMES = 3000
HEADER = (
    "# United States census of 1990 (public domain), by way of names 0.3.0; built by data/build/build_given_names.py\n"
)


def read_counts(archive: tarfile.TarFile, name: str) -> list[tuple[str, float]]:
    """Return names with their share in percent, the commonest first."""
    member = archive.extractfile(f"names-0.3.0/names/{name}")
    if member is None:
        sys.exit(f"{archive.name!s}: holds no {name}; expected the source package names 0.3.0")
    rows = (line.split() for line in member.read().decode("ascii").splitlines() if line.strip())
    return [(row[0].title(), float(row[1])) for row in rows]


def build(path: str, into: Path) -> None:
    """Write `given_en.txt` and `surnames_en.txt`."""
    with tarfile.open(path) as archive:
        given = read_counts(archive, "dist.male.first") + read_counts(archive, "dist.female.first")
        surnames = read_counts(archive, "dist.all.last")[:SURNAMES]
    names = sorted({name for name, share in given if share >= GIVEN_SHARE})
    (into / "given_en.txt").write_text(HEADER + "\n".join(names) + "\n", encoding="utf-8")
    (into / "surnames_en.txt").write_text(HEADER + "\n".join(name for name, _ in surnames) + "\n", encoding="utf-8")


if __name__ == "__main__":
    given, check = arguments()
    if len(given) != 1:
        sys.exit(__doc__)
    sys.exit(deliver(partial(build, given[0]), HOME, check=check))
