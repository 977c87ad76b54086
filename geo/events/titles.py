"""Plain titles of events in a language: what, how much, where, between whom."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from gazetteer.datafiles import data_file
from geo.language.tables import event_tables
from geo.records import Event, EventPlace, PlaceRole, Qualifier, Quantity
from geo.records.naming import weapon_name
from geo.records.values import country_name

_MAX_PLACES = 3
_ONE_FEW_MANY = 3
_WAY = (PlaceRole.ORIGIN, PlaceRole.VIA)
_ENDS = (PlaceRole.ORIGIN, PlaceRole.DESTINATION)


def event_title(event: Event, language: str) -> str:
    """Return a plain title, such as "Livraison : plus de 1 000 conteneurs, Corée du Nord → Russie".

    Args:
        event: An event.
        language: BCP 47 tag; English where the tables lack it.
    """
    words = event_tables(language).titles
    what = str(words.get(event.kind, event.kind.replace("_", " ").capitalize()))
    details = [
        part
        for part in (_things(event, words, language), _flow(event, language), _where(event, words, language))
        if part
    ]
    return words["of"].format(what=what, thing=", ".join(details)) if details else what


def _things(event: Event, words: Mapping[str, Any], language: str) -> str:
    counted = [_quantity(quantity, words, language) for quantity in event.quantities[:2] if quantity.value is not None]
    text = f" {words['and']} ".join(counted)
    if event.weapon and event.kind != "shipment":
        weapon = weapon_name(event.weapon, language)
        return f"{text}, {weapon}" if text else weapon
    return text


def _quantity(quantity: Quantity, words: Mapping[str, Any], language: str) -> str:
    from babel.numbers import format_decimal

    value = quantity.value or 0
    noun = _noun(quantity, language, words)
    number = format_decimal(int(value) if value == int(value) else value, locale=language.replace("-", "_"))
    return f"{words['quantity'][quantity.qualifier.value].format(n=number)} {noun}"


def _noun(quantity: Quantity, language: str, words: Mapping[str, Any]) -> str:
    """Return what is counted in its number: one, few ("3 пистолета"), many; a bound takes the genitive plural."""
    from babel import Locale

    code = language.replace("_", "-").split("-")[0].lower()
    forms = _forms(code).get(quantity.unit) or words["units"].get(quantity.unit, [quantity.unit, f"{quantity.unit}s"])
    value = quantity.value or 0
    if len(forms) == _ONE_FEW_MANY and quantity.qualifier is Qualifier.EXACT:
        return str(forms[{"one": 0, "few": 1}.get(Locale.parse(code).plural_form(value), -1)])
    return str(forms[0] if value == 1 else forms[-1])


@cache
def _forms(language: str) -> Mapping[str, Any]:
    """Return the page's words for what is counted, in a language that has one, few and many of them; else none."""
    path = data_file("languages/page") / f"{language}.toml"
    units: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["units"] if path.is_file() else {}
    return units if any(len(forms) == _ONE_FEW_MANY for forms in units.values()) else {}


def _flow(event: Event, language: str) -> str:
    if event.actors is None or any(place.role in _ENDS and place.precision == "country" for place in event.places):
        return ""  # "Israel – Rzeszów" says it
    sides = [country_name(code, language) for code in (event.actors.supplier, event.actors.recipient) if code]
    return " → ".join(sides)


def _where(event: Event, words: Mapping[str, Any], language: str) -> str:
    places = event.places
    sites = tuple(place for place in places if place.role is PlaceRole.SITE)
    if event.kind == "strike":  # where it was launched from is not what it hit
        places = tuple(place for place in places if place.role not in _WAY)
    elif event.kind == "seizure" and sites:
        places = sites
    names = [_name(place, words, language) for place in places]
    if any(place.role in _WAY for place in places):
        return " – ".join(names)
    return ", ".join(names[:_MAX_PLACES]) + (" …" if len(names) > _MAX_PLACES else "")


def _name(place: EventPlace, words: Mapping[str, Any], language: str) -> str:
    label = place.called(language)
    built = label != place.name and place.name in label.split()  # "30 km north of X" says it all
    return words["near"].format(place=label) if place.precision == "near" and not built else label
