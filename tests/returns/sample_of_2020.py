"""The dispatch of 2020 and its forms."""

from __future__ import annotations

import functools

from congvan.model.dataset import Dataset
from congvan.returns.reading.identity import KnownForms
from tests.returns import filling


def dataset() -> Dataset:
    """The facts of the sample."""
    return filling.dataset()


@functools.cache
def known() -> KnownForms:
    """Its forms, as collecting knows them."""
    return KnownForms(dataset())
