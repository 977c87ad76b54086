"""The records of the event file as columns: names, types and groups that repeat, read off the records themselves."""

from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct, inspect

from geo.records import Article, Event, ToponymRecord

Tree: TypeAlias = dict[str, Any]  # a record as plain dicts, lists and scalars, as `msgspec.to_builtins` gives it

_SINGULAR = {"quantities": "quantity", "reports": "source", "related": "related"}
"""Names of one entry that are not the field's without its s."""
_PLAIN = ("casualties", "actors")  # Arguments whose fields need no prefix: nothing else is killed or supplies
_INDICES = (("leg", "from"), ("leg", "to"), ("distance", "place"))
"""Fields that point to a place; tables count places from 1."""


class Kind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    LIST = "list"
    INDEX = "index"  # a place's number, from 1; the event file counts from 0
    MAP = "map"  # names and texts, as JSON in one cell
    WORDING = "wording"  # a text, or texts by language, as JSON in one cell


class Leaf(Struct, frozen=True, kw_only=True):
    """One scalar, or list of texts, of a record."""

    key: str  # Dotted name without numbers, as `place.lat` or `date.start`
    path: tuple[str, ...]  # Keys from the record that holds it, as ("date", "start")
    kind: Kind
    choices: tuple[str, ...] = ()
    null_by_name: bool = False  # whether the record wants it said where it is unknown, as a quantity's value
    required: bool = False  # whether a record can't be without it


class Node(Struct, frozen=True, kw_only=True):
    """A record, or a group that repeats within one."""

    name: str  # Dotted name in the singular, as `place.rival`; empty for the event itself
    field: str  # Its key in the record that holds it, as `places`; empty at the top
    leaves: tuple[Leaf, ...]
    groups: tuple["Node", ...]


@cache
def event_node() -> Node:
    """Return an event's columns."""
    return _node(inspect.type_info(Event), "", "")


@cache
def article_node() -> Node:
    """Return an article's columns, each under `article.`."""
    return _node(inspect.type_info(Article), "article", "")


@cache
def toponym_node() -> Node:
    """Return a toponym's columns, each under `toponym.`."""
    return _node(inspect.type_info(ToponymRecord), "toponym", "")


def _node(record: Any, name: str, field: str) -> Node:  # noqa: ANN401 - msgspec's type descriptions
    leaves: list[Leaf] = []
    groups: list[Node] = []
    _collect(record, name, (), leaves, groups)
    return Node(name=name, field=field, leaves=tuple(leaves), groups=tuple(groups))


def _collect(record: Any, prefix: str, path: tuple[str, ...], leaves: list[Leaf], groups: list[Node]) -> None:  # noqa: ANN401
    for field in record.fields:
        kind = _bare(field.type)
        name, here = field.encode_name, (*path, field.encode_name)
        if isinstance(kind, inspect.StructType):
            _collect(kind, prefix if name in _PLAIN else _dotted(prefix, name), here, leaves, groups)
        elif isinstance(kind, inspect.VarTupleType) and isinstance(_bare(kind.item_type), inspect.StructType):
            groups.append(
                _node(_bare(kind.item_type), _dotted(prefix, _SINGULAR.get(name, name.removesuffix("s"))), name)
            )
        else:
            leaves.append(
                Leaf(
                    key=_dotted(prefix, name),
                    path=here,
                    kind=_kind(kind, prefix, name),
                    choices=tuple(each.value for each in kind.cls) if isinstance(kind, inspect.EnumType) else (),
                    null_by_name=field.required and isinstance(field.type, inspect.UnionType),
                    required=field.required and len(here) == 1,
                )
            )


def _dotted(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _bare(kind: Any) -> Any:  # noqa: ANN401
    """Return a type without None and annotations."""
    if isinstance(kind, inspect.UnionType):
        known = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        return kind if len(known) > 1 else _bare(known[0])
    return _bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


def _kind(kind: Any, prefix: str, name: str) -> Kind:  # noqa: ANN401
    if (prefix, name) in _INDICES:
        return Kind.INDEX
    if isinstance(kind, inspect.VarTupleType):
        return Kind.LIST
    if isinstance(kind, inspect.UnionType):
        return Kind.WORDING
    if isinstance(kind, inspect.DictType):
        return Kind.MAP
    kinds = {inspect.IntType: Kind.INTEGER, inspect.FloatType: Kind.NUMBER, inspect.BoolType: Kind.BOOLEAN}
    return kinds.get(type(kind), Kind.TEXT)


def value_at(tree: Tree, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - a scalar of any type
    """Return the value at a path, None where a part on the way is missing."""
    value: Any = tree
    for key in path:
        if value is None:
            return None
        value = value.get(key)
    return value


def put_value(tree: Tree, path: tuple[str, ...], value: Any) -> None:  # noqa: ANN401 - as above
    """Set the value at a path, making the parts on the way."""
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = value
