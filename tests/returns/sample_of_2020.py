"""The facts of the dispatch of 2020."""

from __future__ import annotations

from congvan.model.dataset import Dataset
from tests.returns import filling


def dataset() -> Dataset:
    """The facts of the sample."""
    return filling.dataset()
