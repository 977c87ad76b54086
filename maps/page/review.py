"""The review page: the sources' words beside what was read from them, to correct and save as an event file."""

from collections.abc import Collection, Mapping, Sequence

from geo.records import EventFile
from maps.encoding import script_json
from maps.page.assets import asset
from maps.page.rendering import render
from maps.page.security import content_policy
from maps.texts import Texts, language_table

FOLDER = "languages/review"
_KINDS = ("shipment", "strike", "recovery", "seizure", "deployment", "test")
_STATUSES = ("claimed", "documented", "acknowledged", "reported")


def draw_review(
    event_file: EventFile,
    findings: Mapping[str, Sequence[tuple[str, str, int | None]]],
    *,
    language: str = "fr",
    made: Collection[str] = (),
) -> str:
    """Draw an event file as one HTML page of forms that asks nothing of any server and saves all of the file.

    Args:
        event_file: Articles and events.
        findings: What is to be decided, by event id: name of the question, the sources' words on it,
            and the index of the place that it concerns, if any.
        language: The page's language.
        made: Ids of the events whose titles nobody wrote; one that is written now is kept for this language alone.
    """
    texts = Texts(language)
    words = language_table(FOLDER, texts.language)
    data = {
        "words": words,
        "kinds": {kind: texts.kind(kind) for kind in _KINDS},
        "statuses": {status: texts.word("status", status) for status in _STATUSES},
        "findings": [findings.get(event.id, ()) for event in event_file.events],
        "made": [int(event.id in made) for event in event_file.events],
    }
    script, style = asset("built/review.js"), asset("built/review.css")
    policy = content_policy(scripts=[script], styles=[style])
    held = {"event_file": script_json(event_file), "data": script_json(data)}
    return render("review", language=texts.language, policy=policy, word=words, style=style, script=script, **held)
