"""The bill of materials: what the lock installs and nothing else, with its hashes; the same each time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sample_project import HOME
from tools import sbom


def made(folder: Path, name: str = "Jinja2", **more: Any) -> subprocess.CompletedProcess[str]:
    """tools/sbom.py on a bill as cyclonedx-py writes it: a package of the lock, and one that only tests use."""
    parts = [
        {"bom-ref": "b", "name": "pytest", "version": "9", "licenses": [{"license": {"id": "MIT"}}]},
        {"bom-ref": "a", "name": name, "version": "3.1.6", **more},
    ]
    links = [{"ref": "a", "dependsOn": ["b"]}, {"ref": "b"}]
    bom = {"metadata": {"timestamp": "now"}, "serialNumber": "urn:x", "components": parts, "dependencies": links}
    path = folder / "sbom.cdx.json"
    path.write_text(json.dumps(bom), "utf-8")
    words = [sys.executable, str(HOME / "tools/sbom.py"), str(path)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_what_the_lock_installs_with_its_hashes_and_no_clock(tmp_path: Path) -> None:
    assert made(tmp_path, licenses=[{"license": {"name": "License :: OSI Approved :: BSD License"}}]).returncode == 0
    bom = json.loads((tmp_path / "sbom.cdx.json").read_text("utf-8"))
    (part,) = bom["components"]
    assert part["name"] == "Jinja2"
    lock = (HOME / "requirements.lock").read_text("utf-8")
    assert part["hashes"]
    assert all(f"sha256:{one['content']}" in lock for one in part["hashes"])
    assert bom["dependencies"] == [{"ref": "a", "dependsOn": []}]
    assert "timestamp" not in bom["metadata"]
    assert "serialNumber" not in bom
    assert (tmp_path / "LICENCES.txt").read_text("utf-8") == "Jinja2 3.1.6\tBSD License\n"


def test_a_licence_that_the_bill_lacks_is_taken_from_the_package(tmp_path: Path) -> None:
    assert made(tmp_path, name="rich").returncode == 0
    assert (tmp_path / "LICENCES.txt").read_text("utf-8") == "rich 3.1.6\tMIT\n"


def test_a_package_that_tells_no_licence_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path)
    path = tmp_path / "sbom.cdx.json"
    bom = json.loads(path.read_text("utf-8"))
    bom["components"][0].pop("licenses")
    path.write_text(json.dumps(bom), "utf-8")
    monkeypatch.setattr(sys, "argv", ["sbom.py", str(path)])
    monkeypatch.setattr(sbom, "metadata", lambda _name: {})
    assert sbom.main() == 1
    assert (tmp_path / "LICENCES.txt").read_text("utf-8") == "Jinja2 3.1.6\t?\n"
