"""Articles in: text, Markdown, HTML, folders, JSONL corpora, standard input."""

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from geo.articles.blocks import Block, find_blocks
from geo.articles.corpora import LINES, Row, corpus_rows, corpus_stem, is_corpus
from geo.articles.languages import find_language
from geo.articles.particulars import Particulars, checked_particulars, read_front_matter, read_sidecar
from geo.language.dates.finding import find_dates
from geo.language.tables import event_tables, layout_table
from geo.records import Article
from geo.records.errors import ArticleError

TEXT_SUFFIXES = frozenset({".txt", ".text", ""})
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
CORPUS_SUFFIXES = frozenset(LINES)
_FOLDER_SUFFIXES = (TEXT_SUFFIXES - {""}) | MARKDOWN_SUFFIXES | HTML_SUFFIXES | CORPUS_SUFFIXES
_SKIPPED = frozenset({"readme", "license", "licence", "changelog", "contributing", "answer_key", "answers"})
"""What lies beside articles and tells of them, by its name without its ending."""
_MAX_BYTES = 64_000_000
_MAX_TEXT = 16_000_000


class SourceText(Struct, frozen=True, kw_only=True):
    """An article with its text; every offset counts Unicode code points of `text`."""

    article: Article
    text: str
    blocks: tuple[Block, ...] = ()


def read_articles(
    paths: Iterable[Path | str],
    *,
    language: str | None = None,
    published: str | None = None,
    on_error: Callable[[ArticleError], None] | None = None,
) -> Iterator[SourceText]:
    """Read articles from files, folders and corpora, in the order given.

    Args:
        paths: Files (.txt, .md, .html, .jsonl), folders of them, or "-" for standard input.
        language: What no article says otherwise; found from the text if None.
        published: Day of publication for articles that bring none, as 2024-09-11.
        on_error: Told of each article that can't be read, the rest go on; raised if None.

    Yields:
        Articles with their text and blocks.

    Raises:
        ArticleError: An article can't be read and `on_error` is None.
    """
    seen: dict[str, int] = {}
    for path in paths:
        for read in article_readers(path, Particulars(language=language, published=published)):
            try:
                sources = list(read())
            except ArticleError as error:
                if on_error is None:
                    raise
                on_error(error)
                continue
            for source in sources:
                yield _with_own_id(source, seen)


def article_readers(path: Path | str, given: Particulars) -> Iterator[Callable[[], Iterable[SourceText]]]:
    """Yield one reader an article, so that each can fail alone, or in another process."""
    if str(path) == "-":
        yield lambda: [
            _article_from_bytes(sys.stdin.buffer.read(_MAX_BYTES + 1), "stdin", ".txt", given, "standard input")
        ]
        return
    file = Path(path)
    if file.is_dir():
        yield from _folder_readers(file, given)
    elif is_corpus(file.name) and file.is_file():
        yield from _corpus_readers(file, given)
    else:
        yield partial(_read_file, file, given)


def _folder_readers(folder: Path, given: Particulars) -> Iterator[Callable[[], Iterable[SourceText]]]:
    files = sorted(file for file in folder.rglob("*") if is_article_name(file) and file.is_file())
    if not files:
        yield partial(_fail, f"{folder}: holds no articles; expected files ending in .txt, .md, .html or .jsonl")
    for file in files:
        yield from article_readers(file, given)


def is_article_name(file: Path) -> bool:
    """Return whether a folder's file of this name is read as an article."""
    return _may_hold_articles(file) and file.stem.lower() not in _SKIPPED


def skipped_names(folder: Path) -> list[Path]:
    """Return a folder's files that would be articles by their ending and are none by their name."""
    return sorted(file for file in folder.rglob("*") if _may_hold_articles(file) and not is_article_name(file))


def _may_hold_articles(file: Path) -> bool:
    return file.suffix.lower() in _FOLDER_SUFFIXES or is_corpus(file.name)


def _fail(message: str) -> Sequence[SourceText]:
    raise ArticleError(message)


def _read_bytes(file: Path) -> bytes:
    if not file.exists():
        raise ArticleError(f"{file}: no such file; give an article, a folder of articles or a JSONL corpus")
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ArticleError(f"{file}: larger than {_MAX_BYTES // 1_000_000} MB; split it into articles")
        return file.read_bytes()
    except OSError as error:
        raise ArticleError(f"{file}: can't be read ({error.strerror}); check the file and its rights") from error


def _read_file(file: Path, given: Particulars) -> Sequence[SourceText]:
    data = _read_bytes(file)
    own = read_sidecar(file).over(given)
    return [_article_from_bytes(data, _whole_characters(file.stem), file.suffix.lower(), own, str(file))]


def _whole_characters(name: str) -> str:
    """Return a file's name with the bytes that are no UTF-8 spelled out: an id is text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _article_from_bytes(data: bytes, stem: str, suffix: str, given: Particulars, name: str) -> SourceText:
    if suffix in HTML_SUFFIXES or (suffix in TEXT_SUFFIXES and _looks_like_html(data)):
        from geo.articles.html import read_html

        own, text = read_html(data, name)
        return make_source(text, stem, own.over(given), name)
    text = decode_text(data, name)
    if suffix in MARKDOWN_SUFFIXES or text.startswith(("---\n", "+++\n")):
        own, text = read_front_matter(text, name)
        return make_source(text, stem, own.over(given), name)
    return make_source(text, stem, given, name)


def _looks_like_html(data: bytes) -> bool:
    return bool(re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)", data[:400], re.IGNORECASE))


def decode_text(data: bytes, name: str) -> str:
    """Decode a text: UTF-8, UTF-16 with its mark, or the code page that fits.

    Raises:
        ArticleError: It is binary, or in no encoding that fits.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:100_000]:
        raise ArticleError(f"{name}: is a binary file, not text; give .txt, .md, .html or .jsonl")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_guessed(data, name)


def _decode_guessed(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(
        data[:200_000], cp_isolation=["cp1252", "cp1251", "koi8_r", "koi8_u", "iso8859_15", "cp1250"]
    ).best()
    if best is None:
        raise ArticleError(f"{name}: its encoding can't be told; save it as UTF-8")
    return data.decode(best.encoding, errors="replace")


def make_source(text: str, stem: str, own: Particulars, name: str) -> SourceText:
    """Make the record of an article from its text and what is known of it.

    Raises:
        ArticleError: The text is empty, or a particular is not what it must be.
    """
    if not text.strip("\ufeff \t\r\n\u00a0"):
        raise ArticleError(f"{name}: holds no text")
    if len(text) > _MAX_TEXT:
        raise ArticleError(f"{name}: its text is longer than {_MAX_TEXT:,} characters; split it into articles")
    own = checked_particulars(own, name)
    language = own.language or find_language(text)
    blocks = tuple(find_blocks(text, language))
    article = Article(
        id=own.id or stem or "article",
        title=own.title or _first_line(text, blocks),
        language=language,
        published=own.published or find_published(text, blocks, language),
        publisher=own.publisher,
        url=own.url,
        archived_url=own.archived_url,
        accessed=own.accessed,
        sha256=hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest(),
    )
    return SourceText(article=article, text=text, blocks=blocks)


def _first_line(text: str, blocks: Sequence[Block]) -> str | None:
    if blocks and blocks[0].kind == "heading":
        return text[blocks[0].start : blocks[0].end]
    return None


def _corpus_readers(file: Path, given: Particulars) -> Iterator[Callable[[], Iterable[SourceText]]]:
    try:
        for row in corpus_rows(file):
            yield partial(_corpus_article, row, file, given)
    except ArticleError as error:
        yield partial(_fail, str(error))


def _corpus_article(row: Row, file: Path, given: Particulars) -> Iterable[SourceText]:
    name = f"{file}, line {row.number}"
    stem = f"{_whole_characters(corpus_stem(file))}-{row.number}"
    if row.page is not None:
        return [_article_from_bytes(row.content, stem, ".html", row.page.over(given), name)]
    try:
        found: Any = msgspec.json.decode(row.content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ArticleError(f"{name}: not JSON in UTF-8 ({error}); expected one article a line") from error
    if not isinstance(found, Mapping) or not isinstance(found.get("text"), str):
        raise ArticleError(f'{name}: has no "text"; expected {{"id": ..., "text": ...}}')
    own = Particulars.from_mapping(found, name)
    return [make_source(found["text"], own.id or stem, own.over(given), name)]


def _with_own_id(source: SourceText, seen: dict[str, int]) -> SourceText:
    """Number articles that would share an id."""
    wanted = source.article.id
    count = seen[wanted] = seen.get(wanted, 0) + 1
    if count == 1:
        return source
    article = msgspec.structs.replace(source.article, id=f"{wanted}-{count}")
    return msgspec.structs.replace(source, article=article)


_FIRST_LINES = 8
_DATELINE = 90
_EXACT = frozenset({"day", "numeric"})


def find_published(text: str, blocks: Sequence[Block], language: str | None) -> str | None:
    """Return the day that a line such as "Mis à jour samedi 14 octobre 2023" gives.

    Only whole dates in short lines near the top count: those that open with a
    word of publication, and those that hold nothing else.
    """
    tables = event_tables(language)
    words = tuple(layout_table(tables.language)["dateline"])
    for block in blocks[:_FIRST_LINES]:
        line = text[block.start : block.end]
        if len(line) > _DATELINE:
            continue
        for found in find_dates(line, tables, published=None):
            whole = found.means in _EXACT and found.date is not None and found.date.start is not None
            if whole and (line.lower().startswith(words) or found.end - found.start > len(line) * 0.6):
                return found.date.start if found.date else None
    return None
