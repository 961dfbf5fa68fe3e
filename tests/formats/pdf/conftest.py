"""The sample template, compiled."""

from __future__ import annotations

import pytest

from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.formats.pdf_samples import ASSETS, TEMPLATE


@pytest.fixture(scope="module")
def template() -> PdfTemplate:
    return compile_template(TEMPLATE, name="t.html", assets=ASSETS)
