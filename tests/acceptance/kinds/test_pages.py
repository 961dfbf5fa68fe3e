"""Every kind's pages are those that LibreOffice makes of the same DOCX: as many, the same lines, the same baselines."""

from __future__ import annotations

import functools
import os

import pytest

from tests.acceptance.kinds import making
from tests.libreoffice_version import expect_other_pages
from tools.judge_pages import Comparison, judged

pytestmark = pytest.mark.full("LibreOffice")
BASELINE = 0.15  # points
ALL = (*making.samples(), *making.more())
SAMPLES = ALL if os.environ.get("CONGVAN_FULL") == "1" else ALL[::5]
"""All of them take a minute: `make test-full` judges them all."""
HEADING_LEFT_ALONE = {"quy-che-dai"}
"""Samples where LibreOffice leaves a heading alone at the foot of a page, though it is kept with the next line."""
_LOWER_SINCE_26 = "chuong-trinh ke-hoach phuong-an de-an du-an bao-cao ban-hanh-quy-che hai-ben trinh-nghi-quyet"
LOWER_SINCE_26 = frozenset(_LOWER_SINCE_26.split())
"""Samples of which LibreOffice 26 sets an empty line higher or lower than 25.2, and what is below it."""


@functools.cache
def judgements() -> dict[str, Comparison]:
    return judged({f"{name}.docx": making.make(name)["docx"] for name in SAMPLES})


@pytest.mark.parametrize("name", SAMPLES)
def test_the_pages_of_a_kind(name: str, request: pytest.FixtureRequest) -> None:
    if name in LOWER_SINCE_26:
        expect_other_pages(request)
    found = judgements()[f"{name}.docx"]
    assert found.pages[0] == found.pages[1]
    assert found.lines[0] == found.lines[1]
    if name not in HEADING_LEFT_ALONE:
        assert not found.differences
        assert found.baseline <= BASELINE
