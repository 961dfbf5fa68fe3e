"""Tests that LibreOffice judges, where its version 26 makes other pages than 25.2, by which the layout was measured."""

from __future__ import annotations

import pytest

from congvan.core import libreoffice


def is_26() -> bool:
    """Return whether the LibreOffice of this machine is of version 26 or later."""
    return libreoffice.version() >= "LibreOffice 26"


def expect_other_pages(request: pytest.FixtureRequest) -> None:
    """Expect a test to fail with LibreOffice 26: it has to be named no more once it passes there."""
    if is_26():
        request.applymarker(pytest.mark.xfail(reason="LibreOffice 26 makes other pages of it", strict=True))
