"""What a text of the data does with a name that can't be done, as far as it shows before there are values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import nodes

from congvan.core.messages import Message
from congvan.core.templating.filters import wrong_arguments

_OF_NUMBERS = frozenset(("tien", "thap_phan", "bang_chu"))
_OF_DAYS = frozenset(("ngay", "ngay_thang"))
_OF_LISTS = frozenset(("join", "tong", "theo_ten", "nhom", "sort", "map", "select", "selectattr", "groupby", "batch"))
_WORDS = frozenset(("name", "heading", "sentence", "address", "email"))
"""What is neither number nor day nor list, whatever it belongs to."""


class Misuse(NamedTuple):
    """What is wrong, its remedy (None: that of the message), and the word in the tag at which it is."""

    message: Message
    remedy: Message | None = None
    word: str = ""


def misuse(tree: nodes.Template, source: str) -> Misuse | None:
    """Return the first thing that a tag does and that can't be done; None if there is none. `source`: the tag."""
    if wrong := wrong_arguments(tree):
        return Misuse(Message("filter-arguments", name=wrong.name), wrong.remedy, wrong.name)
    return next(iter(_all(tree, source)), None)


def _all(tree: nodes.Template, source: str) -> Iterator[Misuse]:
    for used in tree.find_all(nodes.Filter):
        remedy = _remedy(used)
        if remedy is not None:
            yield Misuse(Message("filter-arguments", name=used.name), remedy, used.name)
    for computed in tree.find_all((nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)):
        if isinstance(computed, nodes.Div):
            divisor = computed.right
            if isinstance(divisor, nodes.Const) and not isinstance(divisor.value, str) and not divisor.value:
                yield Misuse(Message("merge-zero", source=source))
        else:
            yield Misuse(Message("merge-form.computed", source=source))


def _remedy(used: nodes.Filter) -> Message | None:
    """Return why a filter can't be put on what is before it; None if it can."""
    of = used.node
    word = isinstance(of, nodes.Getattr) and of.attr in _WORDS
    text = isinstance(of, nodes.Const) and isinstance(of.value, str)
    if word and used.name in _OF_NUMBERS:
        return Message("filter-kinds.numbers")
    if word and used.name in _OF_DAYS:
        return Message("filter-kinds.days")
    return Message("filter-kinds.lists") if (word or text) and used.name in _OF_LISTS else None


def items_by_number(tree: nodes.Template) -> Iterator[str]:
    """Yield the names that a text takes a part of by its number: `xa` of `xa[0]`."""
    for taken in tree.find_all(nodes.Getitem):
        name = taken.node
        numbered = isinstance(taken.arg, nodes.Slice) or (
            isinstance(taken.arg, nodes.Const) and isinstance(taken.arg.value, int)
        )
        if numbered and isinstance(name, nodes.Name):
            yield name.name
