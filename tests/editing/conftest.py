"""A project's data to change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.sample_project import HOME


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(HOME / "data", tmp_path / "data")
    return tmp_path
