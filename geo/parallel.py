"""Many articles read at once, one process a processor."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING

from geo.articles import SourceText

if TYPE_CHECKING:
    from gazetteer.lookup import Gazetteer
    from geo.pipeline import ArticleReading

_FEW = 60
"""Articles that one process has read before others have started."""
_CHUNK = 4
_AHEAD = 3
"""Chunks that another process has waiting."""
_KEPT = 200
"""Chunks read that may wait for one before them."""
_GAZETTEER: "list[Gazetteer]" = []


def leave_with_parent() -> None:
    """End this process when the one that started it ends: a worker whose parent is killed would wait for ever."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_leave_after, args=(parent.join,), daemon=True).start()


def _leave_after(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)


def read_many(sources: Iterable[SourceText], gazetteer: "Gazetteer", *, workers: int) -> "Iterator[ArticleReading]":
    """Read articles in order, in several processes where there are many.

    Args:
        sources: The articles.
        gazetteer: Where this process looks names up; others open the default index.
        workers: Most processes to use, this one among them; 1 starts none.
    """
    from geo.pipeline import read_article

    waiting = iter(sources)
    first = list(islice(waiting, _FEW)) if workers > 1 else []
    if len(first) < _FEW:
        yield from (read_article(source, gazetteer) for source in chain(first, waiting))
        return
    yield from _read_in_pool(chain(first, waiting), gazetteer, workers - 1)


def _read_in_pool(sources: Iterator[SourceText], gazetteer: "Gazetteer", others: int) -> "Iterator[ArticleReading]":
    """Read articles in order, here and in other processes: what they are slow to start with is read here meanwhile."""
    from concurrent.futures import Future, ProcessPoolExecutor

    from geo.pipeline import read_article

    waiting = iter(lambda: list(islice(sources, _CHUNK)), [])
    given: deque[Future[list[ArticleReading]] | list[ArticleReading]] = deque()
    with ProcessPoolExecutor(others, mp_context=get_context("spawn"), initializer=_open_gazetteer) as pool:
        while True:
            elsewhere = sum(isinstance(work, Future) and not work.done() for work in given)
            for chunk in islice(waiting, max(0, others * _AHEAD - elsewhere)):
                given.append(pool.submit(_read_all, chunk))
            if not given:
                return
            first = given[0]
            own = next(waiting, None) if len(given) < _KEPT and isinstance(first, Future) and not first.done() else None
            if own is not None:
                given.append([read_article(source, gazetteer) for source in own])
                continue
            given.popleft()
            yield from first.result() if isinstance(first, Future) else first


def _open_gazetteer() -> None:
    from gazetteer.lookup import Gazetteer

    leave_with_parent()
    _GAZETTEER[:] = [Gazetteer.open()]


def _read_all(sources: Sequence[SourceText]) -> "list[ArticleReading]":
    from geo.pipeline import read_article

    return [read_article(source, _GAZETTEER[0]) for source in sources]
