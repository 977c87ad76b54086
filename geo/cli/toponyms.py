"""The `toponyms` command: the names in a text, with what each means."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from geo.records.errors import ArticleError

if TYPE_CHECKING:
    from rich.text import Text

    from gazetteer.gazetteer import Gazetteer
    from gazetteer.records import ResolvedToponym
    from gazetteer.toponyms.recognition.recognisers import Recogniser

_STYLES = {
    "literal": "bold green",
    "venue": "green",
    "metonym": "magenta",
    "actor": "cyan",
    "demonym": "blue",
    "person": "yellow",
    "organisation": "yellow",
}
_AMBIGUOUS = "underline"


class _Document(NamedTuple):
    """One text to read; `spans` are given only where they are to be resolved as they are."""

    key: object
    text: str
    title: str | None
    language: str | None
    spans: list[tuple[int, int]] | None


def toponyms(
    file: Annotated[Path | None, typer.Argument(help="A text (.txt, .md, .html); - for standard input.")] = None,
    *,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help='A corpus, one document a line: {"id", "text"}; - for standard input.'),
    ] = None,
    given_spans: Annotated[
        bool,
        typer.Option(
            "--given-spans", help="Resolve the spans that the documents' `toponyms` hold; look for no others."
        ),
    ] = False,
    language: Annotated[
        str | None, typer.Option("--language", help="Language of texts that don't say theirs; found out otherwise.")
    ] = None,
    recogniser: Annotated[
        str | None,
        typer.Option(
            "--recogniser",
            help="Find names by an installed model instead of the reader's own rules: spacy:MODEL or gliner:MODEL.",
        ),
    ] = None,
    all_roles: Annotated[
        bool, typer.Option("--all-roles", help="List people, languages and organisations too; they are no places.")
    ] = False,
    output: Annotated[Path, typer.Option("--output", "-o", help="JSONL file to write; - for standard output.")] = Path(
        "-"
    ),
) -> None:
    """Find the place names in texts, say what part each plays, and settle which place each means."""
    if (file is None) == (jsonl is None):
        raise typer.BadParameter("give a FILE or --jsonl FILE, one of them", param_hint="FILE")
    if given_spans and jsonl is None:
        raise typer.BadParameter("needs --jsonl: a plain text holds no spans", param_hint="--given-spans")
    if given_spans and recogniser:
        raise typer.BadParameter("looks for names, and --given-spans brings them; give one", param_hint="--recogniser")
    documents = _corpus(jsonl, given_spans=given_spans, language=language) if jsonl else _article(file, language)
    from gazetteer.gazetteer import Gazetteer
    from geo.records.file import STDOUT, write_output

    finder = _recogniser(recogniser)
    gazetteer = Gazetteer.open()
    found = ((document, _find(document, gazetteer, finder, all_roles=all_roles)) for document in documents)
    if str(output) != STDOUT:
        write_output(output, b"".join(map(_line, found)))
    elif jsonl is None and sys.stdout.isatty():
        _print_highlighted(found)
    else:
        for pair in found:
            sys.stdout.buffer.write(_line(pair))
        sys.stdout.buffer.flush()


def _article(file: Path | None, language: str | None) -> Iterator[_Document]:
    from geo.articles.reading import read_articles

    for source in read_articles([file or Path("-")], language=language):
        yield _Document(source.article.id, source.text, source.article.title, language or source.article.language, None)


def _corpus(file: Path, *, given_spans: bool, language: str | None) -> Iterator[_Document]:
    name = "standard input" if str(file) == "-" else str(file)
    try:
        lines = sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise ArticleError(f"{file}: can't be read ({error.strerror}); check the path") from error
    with lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _document(line, f"{name}, line {number}", given_spans=given_spans, language=language)


def _document(line: bytes, where: str, *, given_spans: bool, language: str | None) -> _Document:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ArticleError(f"{where}: not JSON in UTF-8 ({error}); expected one document a line") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ArticleError(f'{where}: holds no "text"; expected {{"id": ..., "text": "..."}}')
    spans = _spans(row, where) if given_spans else None
    title, tongue = row.get("title"), row.get("language")
    return _Document(
        row.get("id"),
        row["text"],
        title if isinstance(title, str) else None,
        language or (tongue if isinstance(tongue, str) else None),
        spans,
    )


def _spans(row: dict[str, Any], where: str) -> list[tuple[int, int]]:
    given = row.get("toponyms")
    if not isinstance(given, list):
        raise ArticleError(f'{where}: holds no "toponyms"; --given-spans expects [{{"start": 0, "end": 4}}, ...]')
    try:
        spans = [(int(one["start"]), int(one["end"])) for one in given]
    except (KeyError, TypeError, ValueError) as error:
        raise ArticleError(f'{where}: a toponym lacks "start" or "end" as whole numbers') from error
    bad = next((span for span in spans if not 0 <= span[0] < span[1] <= len(row["text"])), None)
    if bad is not None:
        raise ArticleError(f"{where}: span {bad[0]} to {bad[1]} lies outside its text of {len(row['text'])} characters")
    return spans


def _recogniser(named: str | None) -> "Recogniser | None":
    from gazetteer.toponyms.recognition.recognisers import open_recogniser

    return open_recogniser(named) if named else None


def _find(
    document: _Document, gazetteer: "Gazetteer", recogniser: "Recogniser | None", *, all_roles: bool
) -> "list[ResolvedToponym]":
    from gazetteer.toponyms.find import denotes_place, find_toponyms

    found = find_toponyms(
        document.text,
        gazetteer=gazetteer,
        language=document.language,
        title=document.title,
        given_spans=recogniser.spans(document.text) if recogniser else document.spans,
    )
    keep_all = all_roles or document.spans is not None
    return [one for one in found if keep_all or denotes_place(one)]


def _line(pair: "tuple[_Document, Sequence[ResolvedToponym]]") -> bytes:
    document, found = pair
    row = {"id": document.key, "text": document.text, "toponyms": [_row(one) for one in found]}
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _row(one: "ResolvedToponym") -> dict[str, object]:
    place = one.place
    row: dict[str, object] = {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "role": one.role,
        "place_id": place.place_id if place else None,
        "name": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": one.country,
        "admin1": place.admin1 if place else None,
        "precision": one.precision,
        "status": one.status,
    }
    if one.canonical:
        row["canonical"] = one.canonical
    if one.radius_km:
        row["radius_km"] = one.radius_km
    if one.rivals:
        row["rivals"] = [
            {
                "place_id": rival.place.place_id,
                "name": rival.place.name,
                "country": rival.place.country,
                "score": rival.score,
            }
            for rival in one.rivals
        ]
    return row


def _print_highlighted(found: "Iterable[tuple[_Document, Sequence[ResolvedToponym]]]") -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for document, names in found:
        console.print(_highlighted(document.text, names))
        for one in names:
            console.print(_described(one))


def _highlighted(text: str, names: "Sequence[ResolvedToponym]") -> "Text":
    """Mark the names; control characters of the text are shown, not obeyed."""
    from rich.text import Text

    shown = Text()
    at = 0
    for one in names:
        shown.append(_plain(text[at : one.start]))
        style = _STYLES[one.role] + (f" {_AMBIGUOUS}" if one.status == "ambiguous" else "")
        shown.append(_plain(text[one.start : one.end]), style=style)
        at = one.end
    shown.append(_plain(text[at:]))
    shown.append("\n")
    return shown


def _described(one: "ResolvedToponym") -> "Text":
    from rich.text import Text

    place = one.place
    where = f"{place.name}, {place.country or '-'}  {place.lat:.3f} {place.lon:.3f}" if place else one.canonical or "-"
    shown = Text(f"{_plain(one.text)}  ", style=_STYLES[one.role])
    shown.append(f"{one.role}  {one.status}  {_plain(where)}", style="default")
    if one.status == "ambiguous":
        others = ", ".join(f"{r.place.name} ({r.place.admin1 or r.place.country}) {r.score:.2f}" for r in one.rivals)
        shown.append(f"  or: {_plain(others)}", style="default")
    return shown


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\n" else "�" if char not in "\t\r" else " " for char in text)
