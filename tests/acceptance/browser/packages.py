"""Packages of Node.js that tests run: axe-core, pdf.js, playwright-core; package-lock.json beside this pins them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE = shutil.which("node") or ""
APT = "apt-get install nodejs npm"
NPM = "npm ci --prefix tests/acceptance/browser --ignore-scripts --omit=optional"


def installed(package: str) -> Path:
    """The folder of a package; skips the test where it is not there."""
    if not NODE:
        pytest.skip(f"Node.js is not installed: {APT}; then {NPM}")
    found = HERE / "node_modules" / package
    if not found.is_dir():
        pytest.skip(f"{package} is not installed: {NPM}")
    return found
