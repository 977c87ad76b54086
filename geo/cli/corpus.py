"""`read --folder`: corpora of any size, with their rate and the time that remains."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from geo.cli.messages import note, say

if TYPE_CHECKING:
    from geo.articles.particulars import Particulars

LOCAL = "local"
_EVERY_S = 30.0


def read_to_folder(
    articles: Sequence[Path],
    folder: Path,
    *,
    language: str | None,
    published: str | None,
    labels: str | None,
    scheduler: str | None,
) -> int:
    """Read corpora into a folder and say what came out; return how many articles were left out."""
    from gazetteer.gazetteer import Gazetteer
    from gazetteer.processors import processors
    from geo.articles.particulars import Particulars, checked_particulars
    from geo.corpus.running import WORK, Crew, read_into

    given = checked_particulars(Particulars(language=language, published=published), "--language or --published")
    crew = Crew(
        workers=processors(),
        cluster=scheduler is not None,
        scheduler=None if scheduler == LOCAL else scheduler,
    )
    Gazetteer.open()  # built now, before many processes want it
    with _told_progress(_count(articles, given)) as progress:
        try:
            summary = read_into(articles, folder, given=given, crew=crew, labels=labels, progress=progress)
        except KeyboardInterrupt:
            note(f"what was read is kept in {folder / WORK}; the same command goes on from there")
            raise
    if summary.rejects:
        say(f"{summary.rejects} articles left out; why: {folder / 'rejects.jsonl'}")
    note(
        f"{folder}: {summary.events} events of {summary.articles} articles; {summary.repeated} came more than once, "
        f"{summary.near_copies} nearly repeat another ({folder / 'copies.csv'})"
    )
    return summary.rejects


def _count(articles: Sequence[Path], given: "Particulars") -> int:
    from geo.articles.reading import article_readers

    return sum(1 for path in articles for _ in article_readers(path, given))


@contextmanager
def _told_progress(total: int) -> Iterator[Callable[[int, bool], None]]:
    """Yield what is told of each chunk: a line now and then says how far it is, how fast, and how long still."""
    begun = last = monotonic()
    kept = done = 0

    def tell(count: int, was_kept: bool) -> None:  # noqa: FBT001 - a callback's argument
        nonlocal kept, done, last
        kept, done = (kept + count, done) if was_kept else (kept, done + count)
        now = monotonic()
        if done and now - last >= _EVERY_S:
            last = now
            rate = done / (now - begun)
            left_min = (total - kept - done) / rate / 60
            note(f"{kept + done:,} of {total:,} articles, {rate:.0f} a second, about {left_min:.0f} min left")

    yield tell
    if kept:
        note(f"{kept:,} articles had been read before")
