"""Arguments of an event as one readable cell: numbers, ships, sources, quotes, days."""

import calendar
from collections.abc import Mapping

from geo.records import Article, Casualties, Event, EventDate, Qualifier, Quantity, Vessel

_SIGNS = {
    Qualifier.EXACT: "",
    Qualifier.GT: ">",
    Qualifier.GTE: "≥",
    Qualifier.LT: "<",
    Qualifier.LTE: "≤",
    Qualifier.APPROX: "~",
}
_YEAR, _MONTH = 4, 7


def first_day(text: str | None) -> str | None:
    """Return the first day of a year, month or day: 2024-08 gives 2024-08-01."""
    if text is None:
        return None
    return text + {_YEAR: "-01-01", _MONTH: "-01"}.get(len(text), "")


def last_day(text: str | None) -> str | None:
    """Return the last day of a year, month or day: 2024-02 gives 2024-02-29."""
    if text is None or len(text) > _MONTH:
        return text
    if len(text) == _YEAR:
        return f"{text}-12-31"
    return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02d}"


def span(date: EventDate | None) -> tuple[str | None, str | None]:
    """Return the first and last day that a date allows; the last is None where a range is open."""
    if date is None:
        return None, None
    end = date.end or (None if date.precision == "range" else date.start)
    return first_day(date.start), last_day(end)


def number_text(value: float) -> str:
    """Return a number without a needless `.0`."""
    return str(int(value)) if float(value).is_integer() else str(value)


def quantity_text(quantity: Quantity) -> str:
    """Return `>1000 container`, or the unit alone where the number is unknown."""
    amount = "?" if quantity.value is None else number_text(quantity.value)
    return f"{_SIGNS[quantity.qualifier]}{amount} {quantity.unit}"


def casualties_text(harm: Casualties) -> str | None:
    """Return `killed 2–5; wounded ≥3` where numbers are bounded or told in words, None where they are plain."""
    killed = _bounded(harm.killed, harm.killed_qualifier, harm.killed_most, harm.killed_text)
    wounded = _bounded(harm.wounded, harm.wounded_qualifier, harm.wounded_most, harm.wounded_text)
    return joined((*([f"killed {killed}"] if killed else []), *([f"wounded {wounded}"] if wounded else [])))


def _bounded(count: int | None, qualifier: Qualifier, most: int | None, words: str | None) -> str | None:
    if count is None:
        return words or (f"≤{most}" if most is not None else None)
    if most is not None:
        return f"{_SIGNS[qualifier]}{count}–{most}"
    return f"{_SIGNS[qualifier]}{count}" if qualifier is not Qualifier.EXACT else None


def vessel_text(vessel: Vessel | None) -> str | None:
    """Return a ship's name with its IMO number and flag."""
    if vessel is None:
        return None
    extras = [f"IMO {vessel.imo}" if vessel.imo else "", vessel.flag or ""]
    known = ", ".join(extra for extra in extras if extra)
    return f"{vessel.name} ({known})" if known else vessel.name


def source_text(article: Article) -> str:
    """Return an article's publisher, title, date and address in a line."""
    parts = (article.publisher, article.title, article.published, article.url or article.archived_url)
    return ", ".join(part for part in parts if part) or article.id


def sources_text(event: Event, articles: Mapping[str, Article]) -> str | None:
    """Return an event's sources, a line each, each once."""
    ids = dict.fromkeys(report.article for report in event.reports)
    lines = [source_text(articles[key]) if key in articles else key for key in ids]
    return "\n".join(lines) or None


def joined(texts: tuple[str, ...], separator: str = "; ") -> str | None:
    """Return texts in one cell, None for none."""
    return separator.join(texts) if texts else None
