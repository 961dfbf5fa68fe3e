"""The sample, a project with a list of its own, and the paths that a plan makes of them."""

from __future__ import annotations

from typing import Any

from congvan.model.dataset import Dataset
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.promises.line import DOCUMENTS, NO_ENTRIES, text_of

HERE = "bluezone-2020"
LIST = "data/lists/ban.yaml"
BAN = "- {id: a, name: Ban A, big: 'yes'}\n- {id: b, name: Ban B, big: 'no'}\n"
SLIP = "- {id: phieu, name: Phiếu, templates: {pdf: phieu.html}, for_each: {ban: ban}, path: 'phieu/{{ ban.id }}'}\n"


def with_slip(slip: str, **more: str) -> dict[str, str]:
    quick = {"data/lists/xa.yaml": NO_ENTRIES}
    return {
        DOCUMENTS: slip + text_of(DOCUMENTS),
        LIST: BAN,
        "templates/phieu.html": "<p>{{ ban.name }}",
        **quick,
        **more,
    }


def paths(dataset: Dataset, *documents: str, **more: Any) -> list[str]:
    return [path.removeprefix(f"{HERE}/") for path in plan(dataset, Selection(documents, **more)).check()]
