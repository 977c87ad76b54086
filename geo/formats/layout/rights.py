"""Rows whose terms forbid passing them on."""

from urllib.parse import urlsplit

from msgspec import structs

from geo.records import Article, EventFile

_HOSTS = ("acleddata.com",)
_PUBLISHERS = ("acled", "armed conflict location")


def is_restricted(article: Article) -> bool:
    """Return whether an article stands for a row that may not be passed on (ACLED's terms of use)."""
    host = _host(article.url or "")
    publisher = (article.publisher or "").lower()
    return (
        article.id.startswith("acled:")
        or any(host == known or host.endswith(f".{known}") for known in _HOSTS)
        or publisher.startswith(_PUBLISHERS)
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:  # "http://[::1": no address, and nobody's
        return ""


def without_restricted(events: EventFile) -> tuple[EventFile, int]:
    """Return the events without those that rest on restricted rows alone, and how many were left out.

    Of events that other sources report too, the restricted reports go and the others stay.
    """
    banned = {article.id for article in events.articles if is_restricted(article)}
    if not banned:
        return events, 0
    kept = [
        structs.replace(event, reports=tuple(report for report in event.reports if report.article not in banned))
        for event in events.events
        if not event.reports or any(report.article not in banned for report in event.reports)
    ]
    free = structs.replace(
        events,
        articles=tuple(article for article in events.articles if article.id not in banned),
        toponyms=tuple(name for name in events.toponyms if name.article not in banned),
        events=tuple(kept),
    )
    return free, len(events.events) - len(kept)
