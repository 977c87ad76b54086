"""Times the joining of what articles yield: n, 2n and 4n articles, over more years and in the same ones.

Usage: bench_joins.py [--read N] [--times K ...] [--same-years]

Articles are made from templates: each tells a strike on one of twenty
towns and a convoy between two of them. N of them are read once; K times as
many are made from what they yielded, moved by whole spans of three years, or, with --same-years, by some days within
the three. Prints the least of three processor times, events, and by how much each doubling costs more.
"""

import argparse
import datetime as dt
import random
import sys
import time
from collections.abc import Iterator, Sequence

from msgspec import structs

from gazetteer.gazetteer import Gazetteer
from geo.articles.particulars import Particulars
from geo.articles.reading import SourceText, make_source
from geo.events.drafts import fold_mentions
from geo.events.reader import ArticleReading, join_readings, read_article
from geo.reading.mentions import Mention

TOWNS = [
    "Kharkiv",
    "Sumy",
    "Poltava",
    "Odesa",
    "Kherson",
    "Mykolaiv",
    "Dnipro",
    "Chernihiv",
    "Izium",
    "Kupiansk",
    "Lviv",
    "Vinnytsia",
    "Nikopol",
    "Zhytomyr",
    "Cherkasy",
    "Kropyvnytskyi",
    "Rivne",
    "Lutsk",
    "Ternopil",
    "Chernivtsi",
]
NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
FIRST = dt.date(2022, 1, 3)
SPAN_DAYS = 3 * 365


def make_articles(count: int, *, seed: int = 0, days: int = SPAN_DAYS) -> Iterator[SourceText]:
    """Yield articles that each tell of one strike and one convoy, undated: the fortnight before is all they say."""
    chance = random.Random(seed)  # noqa: S311 - made articles, no secret
    for number in range(count):
        published = (FIRST + dt.timedelta(days=chance.randrange(days))).isoformat()
        town, start, end = chance.choice(TOWNS), *chance.sample(TOWNS, 2)
        text = (
            f"{chance.choice(NUMBERS).capitalize()} drones hit a depot in {town}, the regional governor said.\n\n"
            f"A convoy of {chance.choice(NUMBERS)} lorries carried shells from {start} to {end}, according to the "
            "general staff. Russia denied that it had supplied any shells to anybody.\n"
        )
        name = f"a{number:05d}"
        yield make_source(text, name, Particulars(id=name, language="en", published=published), name)


def moved(reading: ArticleReading, turn: int, days: int) -> ArticleReading:
    """Return what an article yielded as another article yields it some days later."""
    if not turn:
        return reading
    name = f"{reading.article.id}-{turn}"
    published = _later(reading.article.published, days)
    return structs.replace(
        reading,
        article=structs.replace(reading.article, id=name, published=published),
        toponyms=(),
        drafts=tuple(
            fold_mentions([_moved_mention(m, name, days) for m in draft.mentions]) for draft in reading.drafts
        ),
        denials=tuple(structs.replace(d, article=name, published=_later(d.published, days)) for d in reading.denials),
    )


def _moved_mention(mention: Mention, name: str, days: int) -> Mention:
    date = mention.date
    if date is not None:
        date = structs.replace(date, start=_later(date.start, days), end=_later(date.end, days))
    return structs.replace(mention, article=name, published=_later(mention.published, days), date=date)


def _later(day: str | None, days: int) -> str | None:
    return day and (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def multiplied(readings: Sequence[ArticleReading], times: int, *, same_years: bool) -> list[ArticleReading]:
    """Return what so many times as many articles yield."""
    chance = random.Random(times)  # noqa: S311 - made articles, no secret
    made = []
    for turn in range(times):
        for reading in readings:
            days = chance.randrange(-200, 200) if same_years else turn * SPAN_DAYS
            made.append(moved(reading, turn, days))
    return made


def best_of_three(readings: Sequence[ArticleReading], gazetteer: Gazetteer) -> tuple[float, int]:
    """Return the least seconds that joining took, and the number of events."""
    found = []
    for _ in range(3):
        start = time.process_time()
        events = len(join_readings(readings, gazetteer=gazetteer, language="en").events)
        found.append((time.process_time() - start, events))
    return min(found)


def main() -> int:
    """Print a line a size; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", type=int, default=260, metavar="N")
    parser.add_argument("--times", type=int, nargs="+", default=[4, 8, 16], metavar="K")
    parser.add_argument("--same-years", action="store_true")
    chosen = parser.parse_args()
    gazetteer = Gazetteer.open()
    readings = [read_article(source, gazetteer) for source in make_articles(chosen.read)]
    before = None
    for times in chosen.times:
        made = multiplied(readings, times, same_years=chosen.same_years)
        took, events = best_of_three(made, gazetteer)
        ratio = f", {took / before:.2f} times the line before" if before else ""
        print(f"{len(made):7d} articles: {took:7.2f} s, {events:7d} events{ratio}")
        before = took
    return 0


if __name__ == "__main__":
    sys.exit(main())
