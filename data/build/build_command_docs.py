"""Writes docs/commands.md: what every command's --help says.

Usage: build_command_docs.py [--check]
"""

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
DOCS = TOP / "docs" / "commands.md"
HEAD = "# Commands\n\nWhat `--help` says of each; written by `data/build/build_command_docs.py`.\n"


def help_of(*command: str) -> str:
    """Return a command's help at a fixed width, without colours."""
    plain = {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    code = "from geo.cli.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *command, "--help"], capture_output=True, text=True, check=True, env=plain, cwd=TOP
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").replace("-c ", "armsatlas ").splitlines())


def commands() -> list[tuple[str, ...]]:
    """Return every command and sub-command's words, in the order of the help."""
    from geo.cli.app import app

    own = [(str(c.name or getattr(c.callback, "__name__", "")).replace("_", "-"),) for c in app.registered_commands]
    groups = [(str(g.name), g.typer_instance) for g in app.registered_groups]
    below = [
        (name, str(c.name or getattr(c.callback, "__name__", "")).replace("_", "-"))
        for name, group in groups
        if group
        for c in group.registered_commands
    ]
    return sorted([*own, *((name,) for name, _ in groups), *below])


def page() -> str:
    """Return the whole page."""
    parts = [f"\n## {' '.join(('armsatlas', *words))}\n\n```text\n{help_of(*words)}\n```\n" for words in commands()]
    return HEAD + "".join(parts)


def main() -> None:
    """Write the page, or with --check say whether it is up to date."""
    if sys.argv[1:] == ["--check"]:
        if DOCS.read_text(encoding="utf-8") != page():
            raise SystemExit("docs/commands.md is out of date; run data/build/build_command_docs.py")
        return
    DOCS.parent.mkdir(exist_ok=True)
    DOCS.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
