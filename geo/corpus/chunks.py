"""Chunks of a corpus, a few articles that one worker reads, and who reads them: this process, others, or a cluster."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pickle import dumps
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct, structs

from gazetteer.processors import begin_work, other_processes, submit
from geo.articles.reading import SourceText
from geo.events.reader import ArticleReading, Fault, read_or_tell
from geo.records.errors import ArticleError, OutputError

if TYPE_CHECKING:
    from distributed import Client

    from gazetteer.gazetteer import Gazetteer

Reader: TypeAlias = Callable[[], Iterable[SourceText]]
CHUNK = 32  # Articles a chunk: what is lost with a worker is some seconds' work, and a cluster has few tasks to hold


class Reject(Struct, frozen=True, kw_only=True):
    """An article that could not be read, and why."""

    article: str
    reason: str


class ChunkResult(Struct, frozen=True, kw_only=True):
    """What a chunk yielded."""

    readings: tuple[ArticleReading, ...]
    rejects: tuple[Reject, ...]
    signatures: tuple[bytes, ...]
    """One a reading: what near-copies are told by; empty where the library for it is missing."""


class Chunk(Struct, frozen=True, kw_only=True):
    """Articles still to be read."""

    number: int
    readers: tuple[Reader, ...]

    @property
    def name(self) -> str:
        """What its result is kept under: its place, and what it was read from."""
        return f"{self.number:08d}-{hashlib.sha256(dumps(self.readers, 5)).hexdigest()[:16]}"


def in_chunks(readers: Iterator[Reader]) -> Iterator[Chunk]:
    """Yield readers in chunks, in order."""
    number = 0
    while some := tuple(islice(readers, CHUNK)):
        yield Chunk(number=number, readers=some)
        number += 1


@lru_cache(maxsize=1)
def opened_gazetteer() -> "Gazetteer":
    """Return this process's gazetteer, opened once."""
    from gazetteer.gazetteer import Gazetteer

    return Gazetteer.open()


def read_chunk(chunk: Chunk) -> ChunkResult:
    """Read a chunk's articles; one that fails is told and the rest go on."""
    readings: list[ArticleReading] = []
    rejects: list[Reject] = []
    signatures: list[bytes] = []
    for reader in chunk.readers:
        try:
            sources = list(reader())
        except ArticleError as error:
            rejects.append(Reject(article="", reason=str(error)))
            continue
        for source in sources:
            found = read_or_tell(source, opened_gazetteer())
            if isinstance(found, Fault):
                rejects.append(Reject(article=found.article, reason=f"reading broke off ({found.error}), our fault"))
                continue
            readings.append(structs.replace(found, toponyms=()))
            signatures.append(_signature(source.text))
    return ChunkResult(readings=tuple(readings), rejects=tuple(rejects), signatures=tuple(signatures))


_SHINGLE = 4
_PERMUTATIONS = 64


def _signature(text: str) -> bytes:
    """Return the MinHash of a text's runs of four words: agency copy has nearly the same in every paper."""
    try:
        from datasketch import MinHash
    except ImportError:
        return b""
    words = text.casefold().split()
    runs = {
        " ".join(words[i : i + _SHINGLE]).encode("utf-8", "replace") for i in range(max(1, len(words) - _SHINGLE + 1))
    }
    found = MinHash(num_perm=_PERMUTATIONS, seed=1)
    found.update_batch(sorted(runs))
    signature: bytes = found.hashvalues.astype("<u8").tobytes()
    return signature


def near_copies(signatures: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """Yield each article that nearly repeats an earlier one, with that one; the signatures' order decides which is."""
    if not signatures:
        return
    import numpy as np
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.8, num_perm=_PERMUTATIONS)
    for name, signature in signatures:
        hashed = MinHash(num_perm=_PERMUTATIONS, seed=1)
        hashed.hashvalues = np.frombuffer(signature, dtype="<u8").astype(hashed.hashvalues.dtype)
        like = index.query(hashed)
        if like:
            yield name, min(like)
        else:
            index.insert(name, hashed)


Results: TypeAlias = Iterator[tuple[Chunk, ChunkResult]]
_AHEAD = 3  # Chunks a worker that wait for it: what is in memory is bounded
_TRIES = 3


def read_here(chunks: Iterator[Chunk]) -> Results:
    """Read chunks one after another in this process."""
    return ((chunk, read_chunk(chunk)) for chunk in chunks)


def read_on_processors(chunks: Iterator[Chunk], workers: int) -> Results:
    """Read chunks in so many other processes, in whatever order they get done."""
    given: dict[Future[ChunkResult], Chunk] = {}
    while True:
        with other_processes(workers, begin_work) as pool:
            try:
                while True:
                    for chunk in islice(chunks, workers * _AHEAD - len(given)):
                        given[submit(pool, read_chunk, chunk)] = chunk
                    if not given:
                        return
                    for done in wait(given, return_when=FIRST_COMPLETED).done:
                        result = done.result()
                        yield given.pop(done), result
            except BrokenProcessPool:
                pass
        yield from ((chunk, _read_alone(chunk)) for chunk in given.values())
        given.clear()


def _read_alone(chunk: Chunk) -> ChunkResult:
    """Read a chunk in a process of its own, by halves where that ends: the article that ends it is left out alone."""
    one = len(chunk.readers) == 1
    for _ in range(_TRIES if one else 1):
        with other_processes(1, begin_work) as pool, suppress(BrokenProcessPool):
            return submit(pool, read_chunk, chunk).result()
    if one:
        reason = f"an article of chunk {chunk.number} ends the process that reads it"
        return ChunkResult(readings=(), rejects=(Reject(article="", reason=reason),), signatures=())
    half = len(chunk.readers) // 2
    halves = (structs.replace(chunk, readers=some) for some in (chunk.readers[:half], chunk.readers[half:]))
    first, rest = (_read_alone(some) for some in halves)
    return ChunkResult(
        readings=first.readings + rest.readings,
        rejects=first.rejects + rest.rejects,
        signatures=first.signatures + rest.signatures,
    )


def read_on_cluster(chunks: Iterator[Chunk], scheduler: str | None) -> Results:
    """Read chunks on the Dask cluster of a scheduler, by its address; None starts one on this machine.

    Raises:
        OutputError: distributed is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError as error:
        raise OutputError("a cluster needs distributed; run pip install 'armsatlas[cluster]'") from error
    try:
        # What a worker of this machine ends in is read anew here, alone: Dask would end the others in it too.
        own = {"threads_per_worker": 1, "dashboard_address": None, "scheduler_kwargs": {"allowed_failures": 0}}
        client = Client(scheduler, timeout=20) if scheduler else Client(**own)
    except OSError as error:
        raise OutputError(
            f"{scheduler}: no scheduler answers there ({error}); start one with 'dask scheduler'"
        ) from error
    with client:
        client.register_plugin(_plugin())
        ahead = max(1, len(client.scheduler_info(n_workers=-1)["workers"])) * _AHEAD
        given = {_submit(client, chunk): chunk for chunk in islice(chunks, ahead)}
        waiting: Any = as_completed(list(given))
        doubtful: list[Chunk] = []
        for done in waiting:
            chunk = given.pop(done)
            for further in islice(chunks, 1):
                future = _submit(client, further)
                given[future] = further
                waiting.add(future)
            try:
                result = done.result()
            except KilledWorker:  # its own fault or that of one beside it
                doubtful.append(chunk)
                continue
            yield chunk, result
        yield from ((chunk, _read_alone(chunk)) for chunk in doubtful)


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
