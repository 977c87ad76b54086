"""An editor's changes to an event file, kept when the articles are read again."""

from collections.abc import Mapping, Sequence

from msgspec import structs

from geo.records import Event, EventFile, Report

_Key = tuple[str, str]


def update_events(old: EventFile, new: EventFile) -> EventFile:
    """Bring a new reading into an edited event file.

    An event keeps the id it had. A reviewed event stays as the editor left it, but for reports it did not have yet; one
    that is not marked as reviewed is read anew. Events that the new reading does not hold stay if they are reviewed, or
    if an article of theirs was not read again.
    """
    matches = _match(old.events, new.events)
    by_id = {event.id: event for event in old.events}
    renamed = {event.id: matches.get(event.id, event.id) for event in new.events}
    events = []
    for event in new.events:
        related = tuple(structs.replace(link, event=renamed.get(link.event, link.event)) for link in event.related)
        own = structs.replace(event, id=renamed[event.id], related=related)
        events.append(_updated(by_id.get(own.id), own))
    present = {event.id for event in events}
    read = {article.id for article in new.articles}
    kept = [event for event in old.events if event.id not in present and _stays(event, read)]
    return EventFile(
        articles=tuple({article.id: article for article in (*old.articles, *new.articles)}.values()),
        toponyms=(*(t for t in old.toponyms if t.article not in read), *new.toponyms),
        events=(*events, *kept),
        view=old.view,
    )


def _report_key(report: Report) -> _Key:
    return report.article, " ".join(report.quote.split())


def _match(old: Sequence[Event], new: Sequence[Event]) -> Mapping[str, str]:
    """Return the old id of each new event that shares its id or most of its reports with an old one."""
    owners = {_report_key(report): event for event in old for report in event.reports}
    ids = {event.id for event in old}
    matches: dict[str, str] = {event.id: event.id for event in new if event.id in ids}
    taken = set(matches.values())
    for event in new:
        if event.id in matches:
            continue
        shared = [owners[key] for report in event.reports if (key := _report_key(report)) in owners]
        best = next((o for o in shared if o.kind == event.kind and o.id not in taken), None)
        if best is not None:
            matches[event.id] = best.id
            taken.add(best.id)
    return matches


def _updated(old: Event | None, new: Event) -> Event:
    if old is None or not old.reviewed:
        return new
    known = {_report_key(report) for report in old.reports}
    fresh = tuple(report for report in new.reports if _report_key(report) not in known)
    return structs.replace(old, reports=(*old.reports, *fresh))


def _stays(event: Event, read: set[str]) -> bool:
    return event.reviewed or not event.reports or any(report.article not in read for report in event.reports)
