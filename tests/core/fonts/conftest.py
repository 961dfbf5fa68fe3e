"""The face whose every measure is known."""

from __future__ import annotations

import pytest

from congvan.core.fonts.faces import Face
from tests.formats.face_samples import face


@pytest.fixture(scope="module")
def known() -> Face:
    return Face(face())
