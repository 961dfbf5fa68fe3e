"""The head of a list: what its entries are called, which values they have, how they read and where they are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain, count
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from congvan.core.text import slug
from congvan.model.field_types import Fact, Id, Name, Text, YesNo, choices_stated, optional, text_like
from congvan.values.columns.base import ColumnType
from congvan.values.columns.channels import CHANNELS, Channels
from congvan.values.columns.table import REFERENCE, TYPES
from congvan.values.columns.titles import label_key, meaning


class ListField(Fact):
    """One value of each entry: its type, the title of its column in CSV or XLSX, and what it may hold."""

    type: Text = optional("a type of value, or the id of a list", "text")
    label: Text | None = optional("the title of its column; default: the name of the field")
    choices: tuple[Text, ...] = optional("for the type choice", ())
    min: Text | None = optional("the least value: a number, a day")
    max: Text | None = optional("the greatest value: a number, a day")
    required: YesNo = optional("true: every entry must have it; false: it may be empty where a text prints it", False)
    default: Text | None = optional("the value of entries that have none")
    personal: Literal["none", "basic", "sensitive"] | None = optional(
        "sensitive: shown only by tables that name it; default: none"
    )
    many: YesNo = optional("several values, parted by “;” or as a list in YAML", False)

    @model_validator(mode="after")
    def _choices_stated(self) -> ListField:
        choices_stated(self.type, self.choices)
        return self

    def changed(self, by: ListField) -> ListField:
        """Return the field with what another states of it."""
        return self.model_copy(update={key: getattr(by, key) for key in by.model_fields_set})

    @property
    def column(self) -> ColumnType:
        """The type that reads it; a reference where `type` names a list."""
        return TYPES.get(self.type, REFERENCE)

    @property
    def refers_to(self) -> str:
        """The id of the list that it refers to; "" if it is no reference."""
        return "" if self.type in TYPES else self.type


MEANINGS: Mapping[str, str] = {"bodies": "{{ name }}", "contacts": ""}
"""Ids in `also` that mean something to the program, with what receives for an entry where the head does not say:
`bodies` are whom papers go to, `contacts` whom they name for questions.
"""


Source = Annotated[Text, text_like(r"[^/\\]+\.(?:csv|xlsx)", "source-form")]


class ListHead(Fact):
    """The head of a list, under `list:` in data/lists/<id>.yaml."""

    label: Text | None = optional("what the list is called: Xã, phường; default: its id")
    one: Text | None = optional("what one entry is called: xã, phường; default: the label")
    also: Id | None = optional("another id under which templates and dispatches know it: dau-moi")
    heading: Text = optional("how an entry reads at the start of a line", "{{ name }}")
    sentence: Text = optional("how an entry reads inside a sentence", "{{ name }}")
    receives: Text | dict[Id, Text] = Field(
        default_factory=dict,
        description="what body receives a dispatch for an entry: one text, or texts by the first part of their ids",
    )
    via: Channels | None = optional("how copies go to its entries: trục, giấy, e-mail, bưu điện; default: giấy")
    source: Source | None = optional("a CSV or XLSX file beside this one that holds the entries; default: entries:")
    sheet: Text | None = optional("the sheet of the XLSX; default: the first")
    id: Text | None = optional("the id of an entry, made of its fields: {{ xa.id }}-{{ name|ma }}")
    fields: dict[Name, ListField] = Field(default_factory=dict)

    @property
    def is_free(self) -> bool:
        """Whether entries may have any keys: the head names no fields, and the program gives the list no meaning."""
        return not self.fields and self.also not in MEANINGS

    def all_fields(self) -> dict[str, ListField]:
        """Return the fields of an entry: those that every list has, as the head changes them, and its own."""
        changed = {name: each.changed(self.fields[name]) for name, each in STANDARD.items() if name in self.fields}
        return {**STANDARD, **self.fields, **changed}

    def fields_of(self, titles: Mapping[int, str]) -> dict[int, str]:
        """Return the field of each column by its title: the field's own label or name, else a synonym of it that no
        other column has. A title that occurs twice has its field twice.
        """
        own = {label_key(title): "id" for title in ID_TITLES}
        meant = {"id": "id", **{each: name for name, those in _MEANT.items() for each in those}}
        for name, each in self.all_fields().items():
            own |= {label_key(name): name, label_key(each.label or name): name}
            if asked := meaning(each.label or name):
                meant.setdefault(asked, name)
        found = {at: own[key] for at, title in titles.items() if (key := label_key(title)) in own}
        for at, title in titles.items():
            name = meant[meaning(title)] if at not in found and meaning(title) in meant else ""
            if name and name not in found.values():
                found[at] = name
        return dict(sorted(found.items()))


class ListFile(Fact):
    """A file of data/lists/ with a head."""

    list: ListHead
    entries: tuple[dict[str, Any], ...] | None = optional("the entries, where they are kept here", None)


STANDARD = {
    "name": ListField(type="text", label="Tên", required=True),
    "address": ListField(type="text", label="Địa chỉ"),
    "phone": ListField(type="phone", label="Điện thoại"),
    "email": ListField(type="email", label="Thư điện tử"),
    "via": ListField(type="choice", label="Hình thức gửi", choices=tuple(CHANNELS), many=True),
    "copies": ListField(type="integer", label="Số bản", min="1", max="9999"),
    "valid_from": ListField(type="date", label="Từ ngày"),
    "valid_to": ListField(type="date", label="Đến ngày"),
    "successor": ListField(type="text", label="Kế thừa", many=True),
}
"""Fields with a meaning of their own, with their usual titles. A head need not name them."""
ID_TITLES = ("id", "Mã", "Mã số")
_MEANT = {"name": ("person", "body"), "phone": ("phone",), "email": ("email",), "address": ("address",)}
"""What titles of these fields ask for, in words of `values.columns.titles`."""
FACTS = (
    *("edition", "agency", "signer", "dispatch", "deadlines", "facts", "returned"),
    *("forms", "appendices", "receivers", "recipients"),
)
"""Names that templates know already: no list, and no field, may have them."""
RESERVED = frozenset((*FACTS, "tt", "heading", "sentence"))
"""Names that no field may have: facts, the number of a row in tables, the texts of every entry."""
TAKEN = frozenset((*RESERVED, "id", "receives", "receiver", "entry", "line", "number", "ky"))
"""Names that mean something else beside the fields of an entry: the number of a row, its texts, its copy."""


def free_name(title: str, taken: set[str], reserved: Collection[str] = TAKEN) -> str:
    """Return a name for a field that is made of its title and is not taken yet, nor reserved, and take it."""
    made = slug(title, LONGEST_NAME).replace("-", "_")
    made = made if made[:1].isalpha() else f"cot_{made}".rstrip("_")
    names = chain([made], (f"{made}_{n}" for n in count(2)))
    found = next(each for each in names if each not in taken and each not in reserved)
    taken.add(found)
    return found


LONGEST_NAME = 40
"""Characters of a name that is made of a title."""
