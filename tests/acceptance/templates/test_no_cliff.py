"""No template that the project brings loses its speed unseen: counters, not clocks."""

from __future__ import annotations

import pytest

from congvan.core.cache import FOLDER, DiskCache
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering.renderer import Renderer
from tests.acceptance.kinds import making
from tests.acceptance.templates.filled import not_filled
from tests.package import parts_of, zipped
from tests.planned import jobs_of
from tests.sample_project import HOME, compiled

VAN_BAN = "templates/van-ban.docx"
#: The line that once ran every PDF's template anew for each record, six to nineteen times as slow, and said nothing.
LINE = (
    "{% set long = noi_nhan['items']|join|length + 20 * noi_nhan['items']|length &gt; 1800 %}{% if long %} {% endif %}"
)


@pytest.mark.full("long runs")
def test_every_template_of_the_sample_is_filled() -> None:
    files = assets.read(HOME)
    planned = plan(load(files), Selection())
    jobs = [job for job in jobs_of(planned) if job.format not in ("txt", "text")]
    assert {job.template for job in jobs if job.template} >= {"templates/van-ban.docx", "templates/bia-tap.html"}
    assert not_filled(Renderer(files, compiled()), jobs) == {}


def test_a_filter_that_a_trace_can_not_see_costs_that_filter_alone() -> None:
    files = dict(assets.read(HOME))
    members = parts_of(files[VAN_BAN])
    body = members["word/document.xml"].replace(b"{{ head.place_date }}", LINE.encode() + b"{{ head.place_date }}", 1)
    assert body != members["word/document.xml"]
    files[VAN_BAN] = zipped(members | {"word/document.xml": body})
    planned = plan(load(assets.read(HOME)), Selection(["letters"]))
    jobs = [job for job in jobs_of(planned) if job.format == "pdf"]
    assert not_filled(Renderer(files, compiled()), jobs) == {}


@pytest.mark.full("long runs")
@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_every_kind(format_: str) -> None:
    dataset, _renderer, files = making.built()
    renderer = Renderer(files, DiskCache(making.project() / FOLDER))  # which has rendered nothing else
    slow = {}
    for dispatch in dataset.dispatches:
        planned = plan(dataset, Selection(documents=["letter"], dispatches=[dispatch]))
        slow |= {
            f"{dispatch}: {name}": ways
            for name, ways in not_filled(renderer, [job for job in jobs_of(planned) if job.format == format_]).items()
        }
    assert slow == {}
