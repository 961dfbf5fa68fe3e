"""The columns of forms that are computed: nobody who calls is asked for them."""

from __future__ import annotations

import functools
from collections.abc import Callable

from congvan.forms.form import forms_of
from congvan.model.dataset import Dataset

Computed = Callable[[str, str], frozenset[tuple[str, str]]]
"""Function: dispatch and form → computed columns, each with its section before it."""


def nothing_computed(_dispatch: str, _form: str) -> frozenset[tuple[str, str]]:
    """Return no columns."""
    return frozenset()


def computed_of(dataset: Dataset) -> Computed:
    """Return the function that tells the computed columns of the forms of a project."""

    @functools.cache
    def computed(dispatch: str, form: str) -> frozenset[tuple[str, str]]:
        known = forms_of(dataset, dispatch).get(form) if dispatch in dataset.dispatches else None
        sections = known.sections if known else ()
        return frozenset((each.id, column.id) for each in sections for column in each.columns if column.spec.value)

    return computed
