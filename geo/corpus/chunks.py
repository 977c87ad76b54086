"""Chunks of a corpus: a few articles that one worker reads, and what they yielded."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pickle import dumps
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, structs

from geo.articles.reading import SourceText
from geo.events.reader import ArticleReading, Fault, read_or_tell
from geo.records.errors import ArticleError

if TYPE_CHECKING:
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
    """Yield each article that nearly repeats an earlier one, with that one.

    Args:
        signatures: Ids with their signatures, in the order that decides which is the copy.
    """
    if not any(signature for _, signature in signatures):
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
