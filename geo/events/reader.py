"""Articles to an event file: names, mentions, events, their relations."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from traceback import format_exc
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from gazetteer.processors import map_in_order
from geo.articles.blocks import Block
from geo.articles.reading import SourceText, read_articles
from geo.events.across import join_across
from geo.events.clusters import lacks_spot, spots_only
from geo.events.coreference import join_in_article
from geo.events.denials import Denial, find_denials, who_denies
from geo.events.drafts import Draft
from geo.events.relations import find_conflicts, give_examiners, link_drafts
from geo.events.status import build_event, event_id, toponym_record
from geo.events.telling import told_in_passing
from geo.events.titles import event_title
from geo.language.capitals import with_capitals
from geo.language.sentence import Sentence, read_sentences
from geo.language.tables import has_tables
from geo.reading.attribution.claimants import Person, find_spokespeople, with_country
from geo.reading.extraction import find_mentions
from geo.reading.mentions import Mention
from geo.records import Article, EventFile, RelatedEvent, Relation, ToponymRecord

if TYPE_CHECKING:
    from gazetteer.gazetteer import Gazetteer
    from gazetteer.records import ResolvedToponym

_LONGEST_PART = 100_000
"""Code points of an article that are read with an eye to each other."""


class ArticleReading(Struct, frozen=True, kw_only=True):
    """What one article yields before it is joined with others."""

    article: Article
    toponyms: tuple[ToponymRecord, ...]
    drafts: tuple[Draft, ...]
    asides: tuple[Draft, ...] = ()
    """Blows told without a place: no events, but reports of one that another article tells."""
    denials: tuple[Denial, ...]


class Fault(Struct, frozen=True, kw_only=True):
    """An article that reading broke off in: a fault of this program, whatever the article holds."""

    article: str
    error: str
    trace: str


def read_events(
    sources: Iterable[SourceText | Path | str],
    *,
    gazetteer: "Gazetteer | None" = None,
    language: str | None = None,
    progress: Callable[[int], None] | None = None,
    workers: int = 1,
    on_fault: Callable[[Fault], None] | None = None,
) -> EventFile:
    """Read articles into one event file; reports of one event become one event.

    Args:
        sources: Articles, or paths that `read_articles` takes.
        gazetteer: Where names are looked up; the default index if None.
        language: Language of titles and labels; that of most articles if None.
        progress: Called with the number of articles read so far.
        workers: Processes that may read at once, where there are many articles and no `gazetteer` is given.
        on_fault: Told of each article that reading breaks off in, and the rest go on; raised if None.

    Returns:
        An event file: articles and events in a fixed order, whatever the order read.

    Raises:
        ArticleError: A path can't be read as an article.
    """
    from gazetteer.gazetteer import Gazetteer

    found = gazetteer if gazetteer is not None else Gazetteer.open()
    readings: list[ArticleReading] = []
    own = workers if gazetteer is None else 1
    step = read_article if on_fault is None else read_or_tell
    texts = _as_texts(sources)
    for done, reading in enumerate(
        map_in_order(step, texts, context=found, setup=Gazetteer.open, workers=own), start=1
    ):
        if isinstance(reading, ArticleReading):
            readings.append(reading)
        elif on_fault is not None:
            on_fault(reading)
        if progress is not None:
            progress(done)
    return join_readings(readings, gazetteer=found, language=language)


def read_or_tell(source: SourceText, gazetteer: "Gazetteer") -> ArticleReading | Fault:
    """Read one article, or tell what broke off in it: one of thousands may not take the others with it."""
    try:
        return read_article(source, gazetteer)
    except sqlite3.DatabaseError:
        raise  # the index is damaged, for all articles
    except Exception as error:  # noqa: BLE001 - a fault of ours, whatever it is
        return Fault(article=source.article.id, error=f"{type(error).__name__}: {error}", trace=format_exc())


def _as_texts(sources: Iterable[SourceText | Path | str]) -> Iterable[SourceText]:
    for source in sources:
        if isinstance(source, SourceText):
            yield source
        else:
            yield from read_articles([source])


def read_article(source: SourceText, gazetteer: "Gazetteer") -> ArticleReading:
    """Read one article: its names, its events, its denials; names alone in a language without tables.

    Args:
        source: The article.
        gazetteer: Where its names are looked up.
    """
    article = source.article
    records: list[ToponymRecord] = []
    mentions: list[Mention] = []
    denials: list[Denial] = []
    before = 0
    for part, span in _parts(source):
        toponyms = _toponyms_of(source, gazetteer, span)
        sentences = sentences_of(part, gazetteer, toponyms)
        people = find_spokespeople(sentences)
        found = find_mentions(sentences, article=article.id, text=part.text, published=article.published)
        told = {place.name.toponym.start for mention in found for place in mention.places}
        sure = (toponym for toponym in toponyms if not toponym.doubtful or toponym.start in told)
        records.extend(toponym_record(article.id, toponym) for toponym in sure)
        mentions.extend(_in_whole(mention, article, people, before) for mention in found)
        denied = find_denials(sentences, article=article.id, published=article.published, people=people)
        denials.extend(structs.replace(denial, number=denial.number + before) for denial in denied)
        before += len(sentences)
    drafts = give_examiners(join_in_article(mentions))
    return ArticleReading(
        article=article,
        toponyms=tuple(records),
        drafts=tuple(_without_words(draft) for draft in drafts),
        asides=tuple(_without_words(draft) for draft in told_in_passing(mentions, drafts)),
        denials=tuple(denials),
    )


def _parts(source: SourceText) -> Iterator[tuple[SourceText, tuple[int, int]]]:
    """Cut what is as long as a book between paragraphs: it is read in bounded memory, each part by itself.

    Yields the article with a part's blocks, and the span of the part.
    """
    part: list[Block] = []
    start = 0
    for block in source.blocks:
        if part and block.end - start > _LONGEST_PART:
            yield structs.replace(source, blocks=tuple(part)), (start, block.start)
            part, start = [], block.start
        part.append(block)
    yield structs.replace(source, blocks=tuple(part)), (start, len(source.text))


def _in_whole(mention: Mention, article: Article, people: Mapping[str, Person], before: int) -> Mention:
    """Return a mention as the article has it: who its claimants are, and which of all its sentences tell of it."""
    return structs.replace(
        mention,
        published=article.published,
        claimants=tuple(with_country(c, people) for c in mention.claimants),
        admitted_by=tuple(with_country(c, people) for c in mention.admitted_by),
        sentence=_moved(mention.sentence, before),
        also=tuple(_moved(sentence, before) for sentence in mention.also),
    )


def _moved(sentence: Sentence, by: int) -> Sentence:
    return structs.replace(spots_only(sentence), number=sentence.number + by)


def _toponyms_of(
    source: SourceText, gazetteer: "Gazetteer", span: tuple[int, int] | None = None
) -> "Sequence[ResolvedToponym]":
    from gazetteer.toponyms.find import find_toponyms

    article, (start, end) = source.article, span or (0, len(source.text))
    found = find_toponyms(
        source.text[start:end], gazetteer=gazetteer, language=article.language, title=article.title, doubtful=True
    )
    return [structs.replace(one, start=one.start + start, end=one.end + start) for one in found] if start else found


def sentences_of(
    source: SourceText, gazetteer: "Gazetteer", toponyms: "Sequence[ResolvedToponym] | None" = None
) -> list[Sentence]:
    """Return an article's sentences as they are read for events; none in a language without tables.

    Args:
        source: The article.
        gazetteer: Where its names are looked up.
        toponyms: The names found in it; looked for where None.
    """
    found = _toponyms_of(source, gazetteer) if toponyms is None else toponyms
    spoken = read_sentences(source, found) if has_tables(source.article.language) else ()
    return [with_capitals(sentence, source.text, gazetteer.place) for sentence in spoken]


def _without_words(draft: Draft) -> Draft:
    bare = spots_only if lacks_spot(draft) else Sentence.bare
    mentions = tuple(
        structs.replace(m, sentence=bare(m.sentence), also=tuple(map(bare, m.also))) for m in draft.mentions
    )
    return structs.replace(draft, mentions=mentions)


def join_readings(
    readings: Sequence[ArticleReading], *, gazetteer: "Gazetteer", language: str | None = None
) -> EventFile:
    """Join what articles yield into one event file.

    Args:
        readings: One an article, in any order; one that comes twice counts once.
        gazetteer: Where places' labels come from.
        language: Language of titles and labels; that of most articles if None.
    """
    once: dict[object, ArticleReading] = {}
    for reading in sorted(readings, key=lambda reading: _article_order(reading.article)):
        once.setdefault((reading.article.id, reading.article.sha256), reading)
    ordered = list(once.values())
    rank = {reading.article.id: number for number, reading in enumerate(ordered)}

    def order(mention: Mention) -> tuple[int, int]:
        return rank[mention.article], mention.sentence.start

    told = [draft for reading in ordered for draft in reading.drafts]
    drafts = join_across(told, order, [draft for reading in ordered for draft in reading.asides])
    drafts = sorted(drafts, key=lambda draft: order(draft.mentions[0]))
    links = link_drafts(drafts)
    denials = [denial for reading in ordered for denial in reading.denials]
    names = _name_events(links.drafts)
    shown = language or _main_language(ordered)
    events = [
        build_event(draft, name=name, deniers=deniers, labels=gazetteer, language=shown)
        for draft, name, deniers in zip(links.drafts, names, who_denies(links.drafts, denials), strict=True)
    ]
    conflicts = find_conflicts(links.drafts)
    related = _relations(links.part_of, conflicts, names)
    events = [structs.replace(event, related=tuple(related.get(n, ()))) for n, event in enumerate(events)]
    return EventFile(
        articles=tuple(reading.article for reading in ordered),
        toponyms=tuple(toponym for reading in ordered for toponym in reading.toponyms),
        events=tuple(structs.replace(event, title=event_title(event, shown)) for event in events),
    )


def _article_order(article: Article) -> tuple[str, ...]:
    particulars = (article.sha256, article.title, article.publisher, article.url)
    return article.published or "9999", article.id, *(text or "" for text in particulars)


def _main_language(readings: Sequence[ArticleReading]) -> str:
    counts = Counter(reading.article.language or "en" for reading in readings)
    return min(counts, key=lambda language: (-counts[language], language), default="en")


def _name_events(drafts: Sequence[Draft]) -> list[str]:
    taken: Counter[str] = Counter()
    names = []
    for draft in drafts:
        name = event_id(draft)
        taken[name] += 1
        names.append(name if taken[name] == 1 else f"{name}-{taken[name]}")
    return names


def _relations(
    part_of: Sequence[tuple[int, int]], conflicts: Sequence[tuple[int, int]], names: Sequence[str]
) -> dict[int, list[RelatedEvent]]:
    """Return what each event that bears on another is to it, by the event's index."""
    found: dict[int, list[RelatedEvent]] = {}
    for part, whole in part_of:
        found.setdefault(part, []).append(RelatedEvent(event=names[whole], as_=Relation.PART_OF))
    for one, other in conflicts:
        found.setdefault(one, []).append(RelatedEvent(event=names[other], as_=Relation.CONFLICTS_WITH))
        found.setdefault(other, []).append(RelatedEvent(event=names[one], as_=Relation.CONFLICTS_WITH))
    return found
