"""The correct letter as a PDF."""

from __future__ import annotations

import pytest

from tests.nd30 import letters
from tests.nd30.as_pdf import to_pdf


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return to_pdf(letters.dispatch())
