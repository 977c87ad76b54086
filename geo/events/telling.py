"""Whether an event tells enough to be listed; what tells less, or tells anew."""

from collections.abc import Callable, Mapping, Sequence

from geo.articles.blocks import BlockKind
from geo.events.drafts import Draft, fold_mentions
from geo.events.likeness import flows_agree, is_counted, published_of, span_of, window_of
from geo.events.wording import counts_anew
from geo.language.arms import weapon_named
from geo.language.dates.comparing import dates_agree, span_days
from geo.reading.mentions import Mention

_NIGHTS = 3
_NIGHT_DAYS = 2
EXACT_DAYS = 62


def tells_enough(draft: Draft) -> bool:
    """Return whether an editor would list it: something happened somewhere, or so much of something went to one."""
    enough: Mapping[str, Callable[[Draft], bool]] = {
        "strike": _strike_told,
        "test": _test_told,
        "recovery": _find_told,
        "seizure": _seizure_told,
        "shipment": _shipment_told,
    }
    if all(mention.block is BlockKind.CAPTION for mention in draft.mentions):
        return False  # a picture's caption tells of nothing by itself
    told = enough.get(draft.kind)
    return told(draft) if told else bool(draft.places or (is_counted(draft) and (draft.supplier or draft.recipient)))


def _strike_told(draft: Draft) -> bool:
    placed = any(place.role == "site" for place in draft.places)
    return placed or (span_of(draft) <= _NIGHTS and draft.casualties is not None)


def _seizure_told(draft: Draft) -> bool:
    """Return whether it says where, or what and when, or whose arms for whom somebody stopped."""
    valued = is_counted(draft)
    arms = valued or any(m.names_arms for m in draft.mentions)
    states = draft.country or any(c.kind == "country" for c in draft.claimants)
    parties = bool(draft.claimants) and bool(draft.supplier or draft.recipient)
    told = bool(draft.places) or bool(arms and draft.date) or bool(valued and states)
    whose = bool(arms and draft.supplier and draft.recipient)
    return told or (parties and bool(valued or whose or (draft.date and draft.weapon)))


def _shipment_told(draft: Draft) -> bool:
    """Return whether it says of one party where or how many, or which named weapon came on which days."""
    named = any(is_named_consignment(m) for m in draft.mentions)
    parties = draft.supplier or draft.recipient or len(draft.places) > 1
    return bool(draft.places or is_counted(draft) or named) and bool(parties)


def _is_exact_weapon(mention: Mention) -> bool:
    weapon = weapon_named(mention.weapon)
    return weapon is not None and not weapon.generic


def is_named_consignment(mention: Mention) -> bool:
    """Return whether a mention tells of a named weapon that one party sent or got on known days."""
    exact = mention.date is not None and span_days(mention.date) <= EXACT_DAYS
    party = bool(mention.supplier or mention.recipient)
    return mention.kind == "shipment" and _is_exact_weapon(mention) and exact and party


def _test_told(draft: Draft) -> bool:
    return _find_told(draft) or bool(draft.supplier and span_of(draft) <= EXACT_DAYS)


def _find_told(draft: Draft) -> bool:
    return bool(draft.places) or bool(draft.country and (draft.date or is_counted(draft)))


def told_in_passing(mentions: Sequence[Mention], told: Sequence[Draft]) -> list[Draft]:
    """Return the blows of known nights that an article says too little of to list them, and does not list besides.

    Another article may tell where they fell.

    Args:
        mentions: One article's mentions, in order.
        told: Its events.
    """
    strikes = [m for m in mentions if m.kind == "strike" and m.block is BlockKind.BODY]
    firm = [m for m in strikes if m.date and not m.dates_study and span_days(m.date) <= _NIGHT_DAYS and not m.places]
    listed = [draft.date for draft in told if draft.kind == "strike"]
    return [fold_mentions([m]) for m in firm if not any(dates_agree(m.date, date) for date in listed)]


def is_bare_flow(mention: Mention) -> bool:
    """Return whether a mention says with a verb who sent arms to whom, and neither how many nor where."""
    return mention.kind == "shipment" and bool(mention.supplier and mention.recipient) and mention.names_arms


def bare_flows(mentions: Sequence[Mention], told: Sequence[Draft]) -> list[Draft]:
    """Fold what only says that one country armed another, where no consignment of theirs is told."""
    groups: dict[tuple[str | None, str | None], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((mention.supplier, mention.recipient), []).append(mention)
    drafts = [fold_mentions(group[:1]) for group in groups.values()]
    flows = [draft for draft in told if draft.kind == "shipment"]
    return [draft for draft in drafts if not any(flows_agree(draft, other) for other in flows)]


def is_new_count(one: Draft, other: Draft) -> bool:
    """Return whether the later of two reports counts anew the dead or hurt that the earlier one counts."""
    early, later = sorted((one, other), key=lambda draft: published_of(draft) or window_of(draft))
    both = early.casualties is not None and later.casualties is not None
    return both and published_of(early) != published_of(later) and counts_anew(later)
