"""Which properties of a column mean something for its type; all others are refused, since nothing would come of them.

Each is decided by what `values.columns.table` says of the type, so that a new type has its place here by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from congvan.core.messages import Message
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.names import KnownNames
from congvan.model.forms.review import Review
from congvan.model.lists.entries import EntryList
from congvan.model.project.yaml_reader import KeyPath
from congvan.values.columns.base import ColumnType
from congvan.values.columns.table import REFERENCE, ROW_NUMBER, TYPES
from congvan.values.expressions import Expression, Known, ValueKind, kind_of

NUMBERS = frozenset(("integer", "decimal", "money", "percent"))
_ASKED_ONLY = ("help", "required", "value", "open", "round", "sum", "equals", "unique", "personal")
"""What says something of a cell that somebody fills in or a value that is computed: no ordinal is."""
_YES_OR_NO = frozenset(("mark", "yes-no"))
_GIVEN: Mapping[ValueKind, frozenset[str]] = {
    ValueKind.NUMBER: frozenset((*NUMBERS, "year", ROW_NUMBER.id)),
    ValueKind.RANK: frozenset((*NUMBERS, "year", ROW_NUMBER.id)),
    ValueKind.TEXT: frozenset(("name", "phone", "email", "cccd", "choice", "date", REFERENCE.id)),
    ValueKind.DAY: frozenset(("date",)),
    ValueKind.TRUTH: _YES_OR_NO,
    ValueKind.ENTRY: frozenset((REFERENCE.id, "name")),
    ValueKind.SEVERAL: frozenset(),
}
"""The types of columns that take a value of a kind; text takes any."""
_MEANT = {
    **dict.fromkeys((ValueKind.NUMBER, ValueKind.RANK), "integer"),
    ValueKind.DAY: "date",
    ValueKind.TRUTH: "yes-no",
}
"""The type that a column of a kind of values usually has; text for the others."""


def unfit(type_: ColumnType, key: str) -> Message | None:
    """Return why a property means nothing for a type; None where it does."""
    if key in ("min", "max"):
        return None if type_.bounded else Message("property-unfit.bound", key=key, type=type_.words)
    if type_.id == "ordinal" and key in _ASKED_ONLY:
        return Message("property-unfit.ordinal", key=key)
    if key == "round" and type_.id not in NUMBERS:
        return Message("property-unfit.round", type=type_.words)
    if key == "unique" and type_.id in _YES_OR_NO:
        return Message("property-unfit", key=key, type=type_.words)
    if key == "choices" and type_.id != "choice":
        return Message("choices-unfit")
    return None


def type_of(column: FormColumn, sections: Sequence[str], lists: Mapping[str, EntryList]) -> ColumnType | None:
    """Return the type of a column; None for one that there is not, which is reported by itself."""
    if column.type in sections and column.type not in TYPES:
        return ROW_NUMBER
    return column.column_type if column.type in TYPES or column.type in lists else None


def check_properties(review: Review, column: FormColumn, type_: ColumnType, path: KeyPath) -> Iterator[str]:
    """Report each property that means nothing for the type of a column, and yield it."""
    for key in FormColumn.model_fields:
        if key not in column.model_fields_set or getattr(column, key) in (None, False, (), "none"):
            continue
        message = unfit(type_, key)
        if message is None and key == "round" and type_.id == "integer" and (column.round or 0) > 0:
            message = Message("property-unfit.places", round=column.round)
        if message is None and key == "sum" and column.sum in ("add", "last", "mean") and type_.id not in NUMBERS:
            message = Message("sum-type", type=type_.words)
        if message is not None:
            review.say(message, (*path, key))
            yield key


def check_given(review: Review, column: FormColumn, found: Expression, known: Known, path: KeyPath) -> None:
    """Report an expression that gives what a column of this type never holds: `path` is that of `value`, `equals`."""
    kind = kind_of(found, known)
    if column.type in ("text", "ordinal") or kind is ValueKind.ANY:
        return
    type_ = column.column_type
    listed = review.lists.get(column.refers_to)
    if type_ is REFERENCE and listed is None:  # a section's rows, or a type that is reported by itself
        return
    of_it = isinstance(known, KnownNames) and known.thing(found.text.strip())
    other = listed is not None and isinstance(of_it, EntryList) and of_it.id != listed.id
    if type_.id in _GIVEN[kind] and not other:
        return
    if other and isinstance(of_it, EntryList):
        message = Message("value-type.list", list=of_it.label, wanted=listed.label if listed else "")
        review.say(message, path, Message("value-type.hint-meant", meant=of_it.id))
        return
    words = listed.label if listed is not None else type_.words
    meant = _MEANT.get(kind, "text")
    if isinstance(of_it, EntryList):
        meant = of_it.id
    review.say(Message("value-type", kind=kind.words, type=words), path, Message("value-type.hint-meant", meant=meant))
