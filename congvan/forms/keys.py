"""Which sheet of a form: entries of its dimensions and its period; the id printed on it; its path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from congvan.forms.form import DispatchForm
from congvan.model.forms.scalars import name_of

OPEN = "-"
"""An entry or a period that is left open on a sheet."""
PERIOD = "ky"
"""The name of the period, in ids and in texts."""
_STEP = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*|-")
_PLACE = re.compile(r"([a-z][a-z0-9_]*)=(.+)")


@dataclass(frozen=True)
class FormKeys:
    """The entries of the dimensions by their names ("": left open), and the id of the period ("": none, or open)."""

    entries: Mapping[str, str] = field(default_factory=dict)
    period: str = ""

    def __hash__(self) -> int:
        return hash((tuple(self.entries.items()), self.period))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormKeys) and (dict(self.entries), self.period) == (dict(other.entries), other.period)

    def entry(self, name: str) -> str:
        """Return the id of the entry of a dimension; "" where it is open."""
        return self.entries.get(name, "")

    @property
    def is_open(self) -> bool:
        """Whether a dimension is left open."""
        return "" in self.entries.values()


@dataclass(frozen=True, slots=True)
class FormId:
    """A printed id, read: dispatch, form, version, keys."""

    dispatch: str
    form: str
    version: int
    keys: FormKeys


def form_id(form: DispatchForm, keys: FormKeys) -> str:
    """Return the id printed on a sheet: `to-cong-nghe-so-2026/tuan/1/xa=xa-cao-loc/ky=2026-t34`."""
    steps = [f"{each.name}={keys.entry(each.name) or OPEN}" for each in form.dimensions]
    steps += [f"{PERIOD}={keys.period or OPEN}"] if form.spec.period else []
    return "/".join([form.dispatch_id, form.id, str(form.spec.version), *steps])


def parse_form_id(text: str) -> FormId | None:
    """Read a printed id; None if the text is none."""
    dispatch, form, version, *steps = [*text.strip().split("/"), "", "", ""]
    steps = [step for step in steps if step]
    if not (_STEP.fullmatch(dispatch) and _STEP.fullmatch(form) and re.fullmatch(r"[1-9][0-9]{0,3}", version)):
        return None
    if not re.search(r"[a-z]", form):  # 12/9/2026 is a day
        return None
    named: dict[str, str] = {}
    for place in map(_PLACE.fullmatch, steps):
        if place is None or not _STEP.fullmatch(place[2]) or place[1] in named:
            return None
        named[place[1]] = "" if place[2] == OPEN else place[2]
    period = named.pop(PERIOD, "")
    return FormId(dispatch, form, int(version), FormKeys(named, period))


def keys_of(form: DispatchForm, read: FormId) -> FormKeys | None:
    """Return the keys that a printed id names in a form; None where it names dimensions that the form has not."""
    names = {each.name for each in form.dimensions}
    if set(read.keys.entries) != names:
        return None
    return FormKeys({each.name: read.keys.entry(each.name) for each in form.dimensions}, read.keys.period)


def form_path(form: DispatchForm, keys: FormKeys) -> str:
    """Return the path of a sheet without its ending: `tuan/2026-t34/xa-cao-loc`; what is open is left out."""
    entries = [keys.entry(each.name) for each in form.dimensions]
    return "/".join(filter(None, (form.id, keys.period, *entries)))


def keys_from(form: DispatchForm, period: str = "", **entries: str) -> FormKeys:
    """Return keys with the entries given by the names of dimensions; the others are left open."""
    given = {name_of(name): entry for name, entry in entries.items()}
    return FormKeys({each.name: given.get(each.name, "") for each in form.dimensions}, period)
