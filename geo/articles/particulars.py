"""What is known of an article beside its text: front matter, sidecar files, metadata."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from geo.records.errors import ArticleError

SIDECAR = "articles.toml"
_FENCES = {"---": "yaml", "+++": "toml"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?$")
_PARTIAL = re.compile(r"\d{4}(?:-\d{2})?$")
_ALIASES = {
    "date": "published",
    "pubdate": "published",
    "publication_date": "published",
    "source": "publisher",
    "site": "publisher",
    "sitename": "publisher",
    "lang": "language",
    "link": "url",
    "canonical": "url",
    "archive": "archived_url",
}


class Particulars(Struct, frozen=True, kw_only=True):
    """What a source says of an article; None where it does not."""

    id: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    archived_url: str | None = None
    accessed: str | None = None

    @classmethod
    def aliases(cls) -> tuple[str, ...]:
        """Return the other names that sources have for these particulars."""
        return tuple(_ALIASES)

    def over(self, other: "Particulars") -> "Particulars":
        """Return these particulars, completed by another source's."""
        return Particulars(**{name: getattr(self, name) or getattr(other, name) for name in self.__struct_fields__})

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any], name: str) -> "Particulars":
        """Take the particulars from a table's row, front matter or metadata.

        Raises:
            ArticleError: Two names for one thing hold different values.
        """
        values: dict[str, str] = {}
        for key, value in row.items():
            field = _ALIASES.get(key.lower(), key.lower())
            if field not in cls.__struct_fields__ or not isinstance(value, str | int | dt.date):
                continue
            text = str(value).strip()
            if field == "published" and field in values and values[field][:10] != text[:10]:
                raise ArticleError(f"{name}: gives two dates of publication, {values[field]!r} and {text!r}; keep one")
            if text:
                values.setdefault(field, text)
        return cls(**values)


def checked_particulars(own: Particulars, name: str) -> Particulars:
    """Return particulars with dates and language in their one form.

    Raises:
        ArticleError: A date does not exist, or a language is not a language tag.
    """
    language = own.language
    if language is not None:
        if not _LANGUAGE.match(language):
            raise ArticleError(f"{name}: language {language!r} is not a language tag such as fr or uk")
        language = re.split("[-_]", language)[0].lower()
    return structs.replace(
        own,
        language=language,
        published=_checked_date(own.published, "published", name),
        accessed=_checked_date(own.accessed, "accessed", name),
    )


def _checked_date(text: str | None, field: str, name: str) -> str | None:
    if text is None:
        return None
    match = _DAY.match(text)
    day = match.group(1) if match else text
    if not match and not _PARTIAL.match(text):
        raise ArticleError(f"{name}: {field} {text!r} is not a date; expected YYYY-MM-DD")
    try:
        dt.date.fromisoformat((day + "-01-01")[:10])
    except ValueError as error:
        raise ArticleError(f"{name}: {field} {text!r} does not exist ({error}); expected YYYY-MM-DD") from error
    return day


def read_front_matter(text: str, name: str) -> tuple[Particulars, str]:
    """Split a Markdown text into its front matter (YAML-like or TOML) and its body.

    Raises:
        ArticleError: The front matter is not closed, not readable, or says one thing twice.
    """
    body = text.removeprefix("\ufeff")
    first, _, rest = body.partition("\n")
    fence = first.strip()
    if fence not in _FENCES:
        return Particulars(), text
    closing = re.search(rf"^{re.escape(fence)}[ \t\r]*$\n?", rest, flags=re.MULTILINE)
    if not closing:
        raise ArticleError(f"{name}: its front matter has no closing {fence} line")
    head, article = rest[: closing.start()], rest[closing.end() :]
    table = _toml_table(head, name) if _FENCES[fence] == "toml" else _simple_table(head, name)
    return Particulars.from_mapping(table, name), article.lstrip("\r\n")


def _toml_table(head: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ArticleError(f"{name}: its front matter is not valid TOML ({error})") from error


def _simple_table(head: str, name: str) -> dict[str, str]:
    """Read `key: value` lines; lists and nested lines of other programs are passed over."""
    table: dict[str, str] = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon or not key.strip() or line[0] in " \t-#":
            continue
        known, text = key.strip().lower(), _unquoted(value.strip())
        if known in table and table[known] != text:
            raise ArticleError(
                f"{name}: its front matter gives {known!r} twice, {table[known]!r} and {text!r}; keep one"
            )
        table[known] = text
    return table


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def read_sidecar(file: Path) -> Particulars:
    """Return what the `articles.toml` beside a file says of it.

    Raises:
        ArticleError: The sidecar is not valid TOML.
    """
    sidecar = file.parent / SIDECAR
    if not sidecar.is_file():
        return Particulars()
    table = _sidecar_table(sidecar)
    row = table.get(file.name, table.get(file.stem))
    return Particulars.from_mapping(row, f"{sidecar}, {file.name}") if isinstance(row, Mapping) else Particulars()


@lru_cache(maxsize=64)
def _sidecar_table(sidecar: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(sidecar.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ArticleError(f"{sidecar}: is not valid TOML ({error})") from error
    except OSError as error:
        raise ArticleError(f"{sidecar}: can't be read ({error.strerror})") from error
