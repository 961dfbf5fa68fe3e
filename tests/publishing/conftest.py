"""A project's folder for each test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    return tmp_path / "project" / "outputs"


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
