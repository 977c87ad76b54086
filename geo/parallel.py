"""Many articles read at once, one process a processor."""

import os
from collections.abc import Callable, Iterable, Iterator
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
_ROUND = 40
_CHUNK = 4
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
        workers: Most processes to use; 1 starts none.
    """
    from geo.pipeline import read_article

    waiting = iter(sources)
    first = list(islice(waiting, _FEW)) if workers > 1 else []
    if len(first) < _FEW:
        yield from (read_article(source, gazetteer) for source in chain(first, waiting))
        return
    yield from _read_in_pool(chain(first, waiting), workers)


def _read_in_pool(sources: Iterator[SourceText], workers: int) -> "Iterator[ArticleReading]":
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_open_gazetteer) as pool:
        while batch := list(islice(sources, _ROUND * workers)):
            yield from pool.map(_read_one, batch, chunksize=_CHUNK)


def _open_gazetteer() -> None:
    from gazetteer.lookup import Gazetteer

    leave_with_parent()
    _GAZETTEER[:] = [Gazetteer.open()]


def _read_one(source: SourceText) -> "ArticleReading":
    from geo.pipeline import read_article

    return read_article(source, _GAZETTEER[0])
