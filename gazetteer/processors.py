"""How much of the machine this process may use, and a step taken on many items by so many processes."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Context = TypeVar("Context")
Result = TypeVar("Result")

_FEW = 60  # Items that one process has done before others have started
_CHUNK = 4
_AHEAD = 3  # Chunks that another process has waiting
_KEPT = 200  # Chunks done that may wait for one before them
_GARBAGE = (50_000, 20, 20)
"""Records are freed without it; looking for cycles among them as often as Python does takes a tenth of the time."""
_CONTEXT: list[Any] = []


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def begin_work() -> None:
    """Make a process ready to read much: one that another started ends with it, since it would wait for ever."""
    gc.set_threshold(*_GARBAGE)
    parent = parent_process()
    if parent is not None:
        Thread(target=_leave_after, args=(parent.join,), daemon=True).start()


@contextmanager
def other_processes(count: int, setup: Callable[..., object], *given: object) -> "Iterator[ProcessPoolExecutor]":
    """Start so many other processes as they are needed, ended with what waits for them where this one is stopped.

    Each does `setup` with what it is given first.
    """
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=setup, initargs=given) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def submit(pool: "ProcessPoolExecutor", step: Callable[..., Result], *given: object) -> "Future[Result]":
    """Have another process take a step; Ctrl-C, which reaches all of them, is for this one to heed."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(step, *given)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a process that is started keeps the mask
    try:
        return pool.submit(step, *given)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_after(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)


def map_in_order(
    step: Callable[[Item, Context], Result],
    items: Iterable[Item],
    *,
    context: Context,
    setup: Callable[[], Context],
    workers: int,
) -> Iterator[Result]:
    """Take a step on items, in their order, in several processes where there are many.

    Args:
        step: What to do with an item; a function of a module, as other processes must find it.
        items: The items.
        context: What the step needs besides, in this process.
        setup: Makes that in another process, once.
        workers: Most processes to use, this one among them; 1 starts none.
    """
    waiting = iter(items)
    first = list(islice(waiting, _FEW)) if workers > 1 else []
    if len(first) < _FEW:
        yield from (step(item, context) for item in chain(first, waiting))
        return
    yield from _in_pool(step, chain(first, waiting), context, setup, workers - 1)


def _in_pool(
    step: Callable[[Item, Context], Result],
    items: Iterator[Item],
    context: Context,
    setup: Callable[[], Context],
    others: int,
) -> Iterator[Result]:
    """Take steps in order, here and in other processes: what they are slow to start with is done here meanwhile."""
    from concurrent.futures import Future

    waiting = iter(lambda: list(islice(items, _CHUNK)), [])
    given: deque[Future[list[Result]] | list[Result]] = deque()
    with other_processes(others, _set_up, setup) as pool:
        while True:
            elsewhere = sum(isinstance(work, Future) and not work.done() for work in given)
            for chunk in islice(waiting, max(0, others * _AHEAD - elsewhere)):
                given.append(submit(pool, _step_all, step, chunk))
            if not given:
                return
            first = given[0]
            own = next(waiting, None) if len(given) < _KEPT and isinstance(first, Future) and not first.done() else None
            if own is not None:
                given.append([step(item, context) for item in own])
                continue
            given.popleft()
            yield from first.result() if isinstance(first, Future) else first


def _set_up(setup: Callable[[], Any]) -> None:
    begin_work()
    _CONTEXT[:] = [setup()]


def _step_all(step: Callable[[Item, Any], Result], items: Sequence[Item]) -> list[Result]:
    return [step(item, _CONTEXT[0]) for item in items]
