"""Installs the wheel and the sdist with the oldest releases that pyproject.toml allows, and runs the quick tests there.

Usage: lowest_versions.py [--keep FOLDER] [--newest] [--no-tests]

pip has no mode that picks the oldest, so each bound becomes a constraint; with --newest there is none. Tests run from
a copy beside no source, so that what is installed is what is tested.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
BOUND = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?>=([0-9][0-9A-Za-z.]*)")
TESTING = ("pytest", "hypothesis", "jsonschema", "openpyxl", "pillow", "pytest-xdist")
OLD = ("-W", "default::DeprecationWarning")
"""Old releases warn of what others are about to drop: theirs to mend."""
QUICK = (
    "tests/test_bad_input.py",
    "tests/test_endings.py",
    "tests/test_decisions.py",
    "tests/gazetteer",
    "tests/geo/formats",
    "tests/geo/routes",
    "tests/geo/test_reading.py",
    "tests/geo/test_measures.py",
    "tests/maps/test_stills.py",
    "tests/maps/test_odd_stories.py",
)


def lowest(project: dict[str, object]) -> list[str]:
    """Return a constraint for each lower bound of the project's dependencies and extras."""
    extras = project["optional-dependencies"]
    assert isinstance(extras, dict)  # noqa: S101 - for the type checker
    listed = [*project["dependencies"], *(one for extra in extras.values() for one in extra)]  # type: ignore[misc]
    return [f"{found[1]}=={found[2]}" for one in listed if (found := BOUND.match(one))]


def run(*command: object, cwd: Path = TOP) -> None:
    """Run a command with what it says in sight; stop where it fails."""
    print("$", *command, flush=True)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    subprocess.run([str(part) for part in command], cwd=cwd, env=environment, check=True)


def main() -> None:
    """Build, install, test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="folder to work in, which stays")
    parser.add_argument("--no-tests", action="store_true", help="install and ask for the version only")
    parser.add_argument("--newest", action="store_true", help="the newest releases there are, not the oldest")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="armsatlas-lowest-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        constraints = folder / "constraints.txt"
        project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        bounds, old = ([], ()) if asked.newest else (lowest(project), OLD)
        constraints.write_text("\n".join(bounds) + "\n", encoding="utf-8")
        tools, dist = folder / "tools", folder / "dist"
        venv.create(tools, with_pip=True)
        run(tools / "bin/python", "-m", "pip", "install", "--quiet", "build", "hatchling")
        run(tools / "bin/python", "-m", "build", "--no-isolation", "--outdir", dist, TOP)
        copy = folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        for name in ("tests", "benchmarks", "docs", "data", "training"):
            shutil.copytree(TOP / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
            shutil.copyfile(TOP / name, copy / name)
        for built in sorted(dist.iterdir()):
            place = folder / ("sdist" if built.name.endswith(".tar.gz") else "wheel")
            venv.create(place, with_pip=True, clear=True)
            python = place / "bin/python"
            run(python, "-m", "pip", "install", "--quiet", "--constraint", constraints, f"{built}[parquet]")
            run(place / "bin/armsatlas", "--version")
            if not asked.no_tests and place.name == "wheel":
                run(python, "-m", "pip", "install", "--quiet", "--constraint", constraints, *TESTING)
                run(python, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile", *old, *QUICK, cwd=copy)
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
