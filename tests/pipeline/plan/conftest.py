"""The sample's facts, once for each module of tests."""

from __future__ import annotations

import pytest

from congvan.model.dataset import Dataset
from tests.acceptance.promises.line import loaded
from tests.pipeline.plan.sample import SLIP, with_slip


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return loaded({})


@pytest.fixture(scope="module")
def lists() -> Dataset:
    """The sample with a list of one's own, and a document over it before all others."""
    return loaded(with_slip(SLIP))
