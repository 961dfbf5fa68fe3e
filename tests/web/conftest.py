"""A project and a browser for the tests of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sample_project import Project, new_project
from tests.web.client import Browser, settings_of


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample, for tests that change nothing of it."""
    return new_project(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="package")
def browser(sample: Project) -> Iterator[Browser]:
    made = Browser(settings_of(sample.root))
    yield made
    made.app.state.runs.close()


@pytest.fixture
def project(tmp_path: object) -> Project:
    """A copy of the sample of its own."""
    from pathlib import Path

    return new_project(Path(str(tmp_path)) / "project")


@pytest.fixture
def own_browser(project: Project) -> Iterator[Browser]:
    made = Browser(settings_of(project.root))
    yield made
    made.app.state.runs.close()
