"""A row's sources: articles with ids of their own, and the quotes they bring."""

import hashlib
import re

from geo.formats.columns.dates import parse_date
from geo.formats.layout.schema import Tree
from geo.formats.tables.cells import Entry, Numbers, RowCells

_URL = re.compile(r"(?:https?://|www\.)[^\s;|<>\"]+", re.IGNORECASE)
_LINK = re.compile(r'=\w+\(\s*"([^"]*)"\s*(?:[;,]\s*"([^"]*)"\s*)?\)')
"""A spreadsheet's formula for a link, in any language: its address and its label."""
_PARTICULARS = ("title", "publisher", "archived_url", "language")


def row_sources(row: RowCells, *, table: str, notes: str | None) -> tuple[list[Tree], list[Tree]]:
    """Return a row's reports and the articles they cite, in the event file's terms."""
    articles: dict[str, Tree] = {}
    reports = []
    for numbers, entry in row.entries("source"):
        quote = entry.get("quote", "")
        cited = _articles(row, numbers, entry)
        if not cited and quote:
            cited = [_table_article(table)]
        for article in cited:
            articles.setdefault(article["id"], article)
            reports.append({"article": article["id"], "quote": quote})
    if notes:
        articles.setdefault(_table_article(table)["id"], _table_article(table))
        reports.append({"article": _table_article(table)["id"], "quote": notes})
    return reports, list(articles.values())


def _table_article(table: str) -> Tree:
    return {"id": f"table:{table}", "title": table}


def _articles(row: RowCells, numbers: Numbers, entry: Entry) -> list[Tree]:
    named = entry.get("article")
    known = {field: entry[field] for field in _PARTICULARS if field in entry}
    if published := entry.get("published"):
        date = parse_date(published.partition(";")[0], order=row.layout.date_order)
        if date is None or date.start is None:
            row.complain(f"{published!r} is no date; left out", "source.published", numbers)
        else:
            known["published"] = date.start
    given = entry.get("any", "")
    if given.startswith("="):
        given = _LINK.sub(r"\1 \2", given)
    urls = [_bare(url) for url in _URL.findall(f"{entry.get('url', '')} {given}")]
    rest = _URL.sub(" ", given).strip(" ;|,-–:\n\t")
    if rest:
        known.setdefault("title" if known.get("publisher") else "publisher", rest)
    if not urls:
        return [_article(known, named)] if named or known.keys() & {"title", "publisher"} else []
    return [_article({**known, "url": url}, named) for url in dict.fromkeys(urls)]


def _bare(url: str) -> str:
    """Return an address without the punctuation of the list that it stands in."""
    bare = url.rstrip(".,;:!?'")
    return bare[:-1] if bare.endswith(")") and bare.count("(") < bare.count(")") else bare


def _article(particulars: Tree, named: str | None) -> Tree:
    """Give an article the id that the table names, or else one that is the same on every reading."""
    if named:
        return {"id": named, **particulars}
    url = particulars.get("url")
    telling = url or "|".join(str(particulars.get(field, "")) for field in ("publisher", "title", "published"))
    digest = hashlib.sha256(telling.encode()).hexdigest()[:12]
    return {"id": f"{'url' if url else 'source'}:{digest}", **particulars}
