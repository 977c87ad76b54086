"""Articles that date one event differently: both stay and name each other."""

from geo.articles.particulars import Particulars
from geo.articles.reading import make_source
from geo.events.reader import read_events


def _read(gazetteer, *texts):
    sources = [
        make_source(text, f"a{i}", Particulars(id=f"a{i}", language="en", published="2024-03-20"), f"a{i}")
        for i, text in enumerate(texts)
    ]
    return read_events(sources, gazetteer=gazetteer).events


def test_two_articles_that_date_one_seizure_differently_name_each_other(gazetteer):
    one, other = _read(
        gazetteer,
        "Customs officers seized 3,000 rifles in Mersin on March 4, police said.",
        "Customs officers seized 3,000 rifles in Mersin on March 9, a prosecutor said.",
    )
    assert [(link.event, link.as_) for link in one.related] == [(other.id, "conflicts_with")]
    assert [(link.event, link.as_) for link in other.related] == [(one.id, "conflicts_with")]
    assert {one.date.start, other.date.start} == {"2024-03-04", "2024-03-09"}


def test_two_strikes_on_one_town_do_not_contradict_each_other(gazetteer):
    events = _read(
        gazetteer,
        "A missile hit Kharkiv on March 4, killing three people, police said.",
        "A missile hit Kharkiv on March 9, killing five people, police said.",
    )
    assert [event.related for event in events] == [(), ()]
