"""Names that a text has shown to be places, met again where nothing beside them says so."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from gazetteer.match.keys import name_key
from gazetteer.text.reading import Reading
from gazetteer.toponyms.recognition.mentions import Mention


def repeated(
    reading: Reading, known: Sequence[Mention], untaken: Sequence[tuple[int, int]], shown: Mapping[str, Mention]
) -> Iterator[Mention]:
    """Yield the runs of words that are a name which an area is said to hold elsewhere in the text.

    "The governor said X had been evacuated. People from X, Donetsk region, were taken away."
    """
    met = {mention.first for mention in known}
    tokens = reading.tokens
    for first, last in untaken:
        text = tokens.slice(first, last)
        mention = shown.get(name_key(text))
        if mention is not None and first not in met:
            start, end = tokens.starts[first], tokens.ends[last]
            yield replace(mention, first=first, last=last, start=start, end=end, text=text, named=True)
