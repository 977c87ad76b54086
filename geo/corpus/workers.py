"""Who reads chunks: this process, all processors, or a cluster; a worker that is killed loses nothing."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeAlias

from gazetteer.processors import begin_work, other_processes, submit
from geo.corpus.chunks import Chunk, ChunkResult, Reject, opened_gazetteer, read_chunk
from geo.records.errors import OutputError

if TYPE_CHECKING:
    from distributed import Client

Results: TypeAlias = Iterator[tuple[Chunk, ChunkResult]]
_AHEAD = 3  # Chunks a worker that wait for it: what is in memory is bounded
_TRIES = 3


def read_here(chunks: Iterator[Chunk]) -> Results:
    """Read chunks one after another in this process."""
    return ((chunk, read_chunk(chunk)) for chunk in chunks)


def read_on_processors(chunks: Iterator[Chunk], workers: int) -> Results:
    """Read chunks in other processes, in whatever order they get done.

    Args:
        chunks: What is to be read.
        workers: How many processes.
    """
    tries: dict[int, int] = {}
    waiting = chunks
    while True:
        given: dict[Future[ChunkResult], Chunk] = {}
        with other_processes(workers, begin_work) as pool:
            try:
                while True:
                    for chunk in islice(waiting, workers * _AHEAD - len(given)):
                        given[submit(pool, read_chunk, chunk)] = chunk
                    if not given:
                        return
                    for done in wait(given, return_when=FIRST_COMPLETED).done:
                        result = done.result()
                        yield given.pop(done), result
            except BrokenProcessPool:
                again = list(given.values())
        for chunk in again:
            tries[chunk.number] = tries.get(chunk.number, 0) + 1
        yield from ((chunk, _given_up(chunk)) for chunk in again if tries[chunk.number] > _TRIES)
        waiting = chain([chunk for chunk in again if tries[chunk.number] <= _TRIES], waiting)


def _given_up(chunk: Chunk) -> ChunkResult:
    """Return the result of a chunk that has ended its process time and again."""
    reason = f"one of chunk {chunk.number}'s articles ends the process that reads it"
    return ChunkResult(
        readings=(), rejects=tuple(Reject(article="", reason=reason) for _ in chunk.readers), signatures=()
    )


def read_on_cluster(chunks: Iterator[Chunk], scheduler: str | None) -> Results:
    """Read chunks on a Dask cluster.

    Args:
        chunks: What is to be read.
        scheduler: Its address; None starts one on this machine.

    Raises:
        OutputError: distributed is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise OutputError("a cluster needs distributed; run pip install 'armsatlas[cluster]'") from error
    try:
        client = Client(scheduler, timeout=20) if scheduler else Client(threads_per_worker=1, dashboard_address=None)
    except OSError as error:
        raise OutputError(
            f"{scheduler}: no scheduler answers there ({error}); start one with 'dask scheduler'"
        ) from error
    with client:
        client.register_plugin(_plugin())
        ahead = max(1, len(client.scheduler_info(n_workers=-1)["workers"])) * _AHEAD
        given = {_submit(client, chunk): chunk for chunk in islice(chunks, ahead)}
        waiting: Any = as_completed(list(given))
        for done in waiting:
            chunk, result = given.pop(done), done.result()
            for further in islice(chunks, 1):
                future = _submit(client, further)
                given[future] = further
                waiting.add(future)
            yield chunk, result


def _submit(client: "Client", chunk: Chunk) -> Any:  # noqa: ANN401 - Dask has no types
    return client.submit(read_chunk, chunk, pure=False, retries=_TRIES)


def _plugin() -> Any:  # noqa: ANN401 - Dask has no types
    from distributed import WorkerPlugin

    class OpenGazetteer(WorkerPlugin):  # type: ignore[misc]
        """Opens the gazetteer once a worker, before its first chunk."""

        name = "armsatlas-gazetteer"

        def setup(self, worker: object) -> None:  # noqa: ARG002 - Dask's signature
            """Open it."""
            opened_gazetteer()

    return OpenGazetteer()
