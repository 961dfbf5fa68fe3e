"""What events need to know of the forms of today: those of before their dimensions, rows and columns, calls what is
computed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import field

from congvan.forms.form import DispatchForm, forms_of
from congvan.lazy import dataclass
from congvan.model.dataset import Dataset


@dataclass(frozen=True, slots=True)
class FormShape:
    """What an event needs to know of a form of today; lists by the ids of today.

    dimensions  list by dimension; `rows`: the list of which the rows are entries; "" if of none
    section     the id of its first section; `numbers`: its columns of whole numbers; `lists`: list by column
    computed    the columns that nobody is asked for, each with its section before it
    """

    dimensions: Mapping[str, str] = field(default_factory=dict)
    section: str = "bang"
    rows: str = ""
    numbers: frozenset[str] = frozenset()
    lists: Mapping[str, str] = field(default_factory=dict)
    computed: frozenset[tuple[str, str]] = frozenset()


Shapes = Callable[[str, str], FormShape]
"""Function: dispatch and form → shape."""


def no_shapes(_dispatch: str, _form: str) -> FormShape:
    """Return a shape without anything: events of today need none."""
    return FormShape()


def shapes_of(dataset: Dataset) -> Shapes:
    """Return the shapes of the forms of a project."""

    @functools.cache
    def forms(dispatch: str) -> Mapping[str, DispatchForm]:
        return forms_of(dataset, dispatch) if dispatch in dataset.dispatches else {}

    @functools.cache
    def shape(dispatch: str, form: str) -> FormShape:
        known = forms(dispatch).get(form)
        section = known.section() if known else None
        if known is None or section is None:
            return FormShape()
        return FormShape(
            {each.name: each.listed.id for each in known.dimensions},
            section.id,
            section.each.id if section.each else "",
            frozenset(column.id for column in section.columns if column.type.id == "integer"),
            {column.id: column.listed.id for column in section.columns if column.listed},
            frozenset((each.id, column.id) for each in known.sections for column in each.columns if column.spec.value),
        )

    return shape
