"""The reviewed tables of what each language writes around names, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from gazetteer.datafiles import data_file
from gazetteer.errors import GazetteerError

_FOLDER = "languages/toponyms"


class SentenceTables(Struct, frozen=True, kw_only=True):
    """What a full stop may follow without ending a sentence."""

    abbreviations: frozenset[str]
    months: frozenset[str]


@cache
def sentence_tables() -> SentenceTables:
    """Return the abbreviations and month names of all languages, case folded."""
    tables = read_table(data_file(f"{_FOLDER}/sentences.toml"))
    return SentenceTables(
        abbreviations=frozenset(word.casefold() for table in tables.values() for word in table["abbreviations"]),
        months=frozenset(word.casefold() for table in tables.values() for word in table["months"]),
    )


def read_table(path: Path) -> dict[str, Any]:
    """Read one TOML table of the shipped data.

    Raises:
        GazetteerError: The file is not valid TOML or not UTF-8.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: not a valid table ({error}); reinstall armsatlas or mend the file") from error
