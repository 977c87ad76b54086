"""The documentation tells the truth: every command is described, and every command that it names exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from geo.cli.app import app

TOP = Path(__file__).resolve().parent.parent
COMMANDS = typer.main.get_command(app)


def walk(command, words=()):
    """Yield every command with its words, sub-commands too."""
    below = getattr(command, "commands", {})
    for name, child in below.items():
        yield from walk(child, (*words, name))
    if not below:
        yield words, command


@pytest.mark.parametrize(
    ("words", "command"), list(walk(COMMANDS)), ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_every_command_and_option_explains_itself(words, command):
    assert command.help, words
    silent = [p.name for p in command.params if p.name != "help" and not getattr(p, "help", None)]
    assert silent == [], f"{' '.join(words)}: without help"


def test_the_command_docs_are_what_help_says():
    script = TOP / "data" / "build" / "build_command_docs.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "docs/formats.md"])
def test_commands_named_in_the_docs_exist(page):
    known = {words[0] for words, _ in walk(COMMANDS)}
    text = (TOP / page).read_text(encoding="utf-8")
    named = set(re.findall(r"^ {4}armsatlas ([a-z]+)", text, re.MULTILINE)) | set(
        re.findall(r"`armsatlas ([a-z]+)", text)
    )
    assert named <= known


def test_the_readme_names_files_that_are_there():
    text = (TOP / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([\w./-]+)\)", text)) | set(re.findall(r"`((?:data|docs)/[\w./-]+)`", text))
    assert linked
    assert [name for name in linked if not (TOP / name).exists()] == []


def test_every_shipped_data_folder_has_its_licence_told():
    text = (TOP / "data" / "README.md").read_text(encoding="utf-8")
    folders = [p.name for p in (TOP / "data").iterdir() if p.is_dir() and p.name not in ("build", "__pycache__")]
    assert [name for name in folders if f"`{name}/" not in text] == []


def test_every_data_folder_is_in_the_wheel_unless_only_developers_need_it():
    text = (TOP / "data" / "build" / "wheel_data.py").read_text(encoding="utf-8")
    shipped = set(re.findall(r'"(\w+)"', text.partition("SHIPPED = ")[2].partition(")")[0]))
    folders = {p.name for p in (TOP / "data").iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders - shipped == {"annotated", "build"}
    assert shipped <= folders
