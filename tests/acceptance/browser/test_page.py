"""The clerk's page in Chromium: every screen by axe-core at each width, dark and zoomed; jobs by mouse and keyboard."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from congvan.web.screens import SCREENS
from tests.acceptance.browser import packages
from tests.acceptance.browser.test_first_screen import CHROMIUM
from tests.examples import FULL
from tests.nd30 import letters
from tests.nd30.as_pdf import to_pdf
from tests.nd30.changes import put
from tests.sample_project import Project, new_project
from tests.web.client import NAMED
from tests.web.test_server import Running, started

pytestmark = pytest.mark.full("Chromium")
DRIVER = Path(__file__).with_name("page.mjs")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("clerk"))


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Running]:
    running = started(project.root)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def seen(server: Running, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the driver saw."""
    axe = packages.installed("axe-core") / "axe.min.js"
    packages.installed("playwright-core")
    paper, letter = tmp_path_factory.mktemp("papers") / "công văn.pdf", letters.dispatch()
    put("Số:", size=16)(letter)
    paper.write_bytes(to_pdf(letter))
    order = {
        "address": server.address,
        "cookie": server.cookie,
        "chromium": CHROMIUM,
        "axe": str(axe),
        "paths": [screen.path.format(**NAMED) for screen in SCREENS],
        "papers": [str(paper)],
        "full": FULL,
    }
    done = subprocess.run([packages.NODE, str(DRIVER), json.dumps(order)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_no_screen_breaks_wcag(seen: dict[str, Any]) -> None:
    assert seen["axe"] == []


def test_nothing_is_cut_off_on_paper(seen: dict[str, Any]) -> None:
    """On a sheet of A4: no menu and no button, nothing wider than the sheet, nothing to scroll."""
    assert seen["paper"] == []


def test_no_screen_is_wider_than_the_window(seen: dict[str, Any]) -> None:
    assert seen["wide"] == []


def test_the_browser_complains_about_nothing(seen: dict[str, Any]) -> None:
    """Among others: nothing that the content security policy refuses."""
    assert seen["complaints"] == []


def test_the_jobs_are_done_and_said_once(seen: dict[str, Any], project: Project) -> None:
    jobs = seen["jobs"]
    assert "Đã xong." in jobs["build"][0]
    assert jobs["build"][1] == "Đã xong."
    assert (project.root / "outputs/bluezone-2020/letter/cong-van.pdf").is_file()
    assert jobs["stop"][1].startswith("Đã dừng")
    assert jobs["check"][1] == "Đã kiểm tra 1 văn bản."
    assert jobs["mark"] == ["#loi-1-1"]


def test_a_number_is_saved_by_the_keyboard_alone(seen: dict[str, Any], project: Project) -> None:
    assert seen["jobs"]["number"][1] == "Đã xong."
    assert "number: 123" in project.read("data/dispatches/bluezone-2020.yaml")
    assert "day: 19" in project.read("data/dispatches/bluezone-2020.yaml") or "2020-08-19" in project.read(
        "data/dispatches/bluezone-2020.yaml"
    )
    assert seen["jobs"]["focus"] == ["ngay"], "an outcome takes the focus from no field"
