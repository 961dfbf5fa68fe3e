"""A project and a browser for the tests of the page."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from congvan.core.job import Progress
from congvan.returns.collecting import CollectRequest, collect
from tests.returns import filling
from tests.sample_project import Project, new_project
from tests.warm import children_of_the_page
from tests.web.client import Browser, settings_of


@pytest.fixture(scope="module", autouse=True)
def _forked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Acts and previews run in forks of tests/warm.py; what starts their processes is tested with real ones."""
    with contextlib.nullcontext() if request.path.parent.name == "runs" else children_of_the_page():
        yield


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample, for tests that change nothing of it."""
    return new_project(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="package")
def browser(sample: Project) -> Iterator[Browser]:
    made = Browser(settings_of(sample.root))
    yield made
    made.app.state.runs.close()


@pytest.fixture(scope="package")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample with what came back, for tests that change nothing of it.

    `cao-loc.xlsx` is complete, of `viettel.xlsx` a row is asked about and one stands for itself twice, `it.xlsx` would
    replace `nhieu.xlsx` by less, the picture waits to be typed.
    """
    made = new_project(tmp_path_factory.mktemp("returned"))
    fill, blank, people = filling.fill, filling.blank, filling.people
    asked = [*people(2, 2), {**people(3, 1)[0], "phone": "12"}, people(2, 1)[0]]
    for at, files in enumerate(
        (
            {
                "cao-loc.xlsx": fill(blank("vnpt-lang-son", "cao-loc"), people(1)),
                "viettel.xlsx": fill(blank("viettel-lang-son", "cao-loc"), asked),
                "nhieu.xlsx": fill(blank("mobifone-lang-son", "cao-loc"), people(4, 3)),
                "cao-loc--buu-dien-tinh.png": b"\x89PNG\r\n\x1a\n",
            },
            {"it.xlsx": fill(blank("mobifone-lang-son", "cao-loc"), people(5, 1))},
        )
    ):
        inbox = made.root.parent / f"inbox-{at}"
        inbox.mkdir()
        for name, data in files.items():
            (inbox / name).write_bytes(data)
        collect(CollectRequest(made.root, inboxes=(str(inbox),)), Progress())
    return made


@pytest.fixture(scope="package")
def returned_browser(returned: Project) -> Browser:
    return Browser(settings_of(returned.root))


@pytest.fixture
def own_returned(returned: Project, tmp_path: Path) -> Browser:
    """A browser on a copy of its own of the sample with what came back."""
    shutil.copytree(returned.root, tmp_path / "returned")
    return Browser(settings_of(tmp_path / "returned"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the sample of its own."""
    return new_project(tmp_path / "project")


@pytest.fixture
def own_browser(project: Project) -> Iterator[Browser]:
    made = Browser(settings_of(project.root))
    yield made
    made.app.state.runs.close()
