"""A draft that somebody has just begun: every kind, with its own sample, a body of one line, or a long trích yếu, is
built without a finding. DOCX of all of them, PDF of a few; in `make test-full` of all, and of further bodies.
"""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.problems import Problem, ProblemsFound
from congvan.editing.drafting.dispatch_draft import draft, samples
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering.renderer import Renderer
from tests.acceptance.kinds import making
from tests.sample_project import warm_up

FORTY = (
    "Về việc tổ chức triển khai thực hiện công tác văn thư, lưu trữ và số hóa tài liệu trong hoạt động của các cơ "
    "quan, đơn vị trực thuộc trên địa bàn toàn tỉnh sáu tháng cuối"
)
EIGHTY = f"{FORTY} và {FORTY.removeprefix('Về việc ')}"
BODIES = {
    "one-line": "Nội dung một dòng (mẫu)./.",
    "equal-lines": "\n\n".join(["Các đại biểu thảo luận và thống nhất các nội dung của cuộc họp."] * 5),
}
"""Equal lines end at one place, which is not the edge of the text."""
VARIANTS = ("sample", "one-line", "forty", "equal-lines", "eighty", "eighty-one-line")
SHORT = {
    *((kind, variant, "docx") for kind in samples() for variant in ("one-line", "forty")),
    *(("bien-ban", "equal-lines", "pdf"), ("chi-thi", "eighty-one-line", "pdf"), ("cong-van", "forty", "pdf")),
}
"""What `make test` judges; of PDFs those whose margins were guessed wrong, and the usual kind."""
ALL = {(kind, variant, form) for kind in samples() for variant in VARIANTS for form in ("docx", "pdf")}
CASES = sorted(ALL if os.environ.get("CONGVAN_FULL") == "1" else SHORT)


def _varied(kind: str, variant: str) -> str:
    text = draft(kind, "giam-doc", ["ubnd-tinh", "van-phong"], 3, 2026)
    body = BODIES.get(variant.removeprefix("eighty-"))
    if body:
        lines = "".join(f"  {line}\n" if line else "\n" for line in body.split("\n"))
        text = re.sub(r"(?m)^body: \|\n(?:(?:  .*)?\n)+?(?=\S)", f"body: |\n{lines}\n", text)
    subject = {"forty": FORTY, "eighty": EIGHTY}.get(variant.partition("-")[0])
    if subject:
        asked = subject.removeprefix("Về việc ") if kind == "cong-van" else subject
        text = re.sub(r"(?m)^subject: .*$", f"subject: {asked}", text)
    return text


@functools.cache
def _project() -> tuple[Dataset, Renderer]:
    root = Path(tempfile.mkdtemp(prefix="congvan-drafts-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    made = {(kind, variant) for kind, variant, _form in CASES}
    making.lay_out(root, {f"{kind}-{variant}": _varied(kind, variant) for kind, variant in sorted(made)})
    warm_up(root)
    files = assets.read(root)
    return load(files), Renderer(files, DiskCache(root / FOLDER))


def _findings(kind: str, variant: str, form: str) -> list[str]:
    dataset, renderer = _project()
    planned = plan(dataset, Selection(documents=["letter"], dispatches=[f"{kind}-{variant}"], formats=[form]))
    planned.check()
    found = []
    for item in planned.expand():
        if isinstance(item, Problem):
            raise ProblemsFound(item)
        assert item.judged
        found += [f"{problem.code}: {problem.message}" for problem in renderer.render(item).problems]
    return found


@pytest.mark.every(4)
@pytest.mark.parametrize(("kind", "variant", "form"), CASES)
def test_a_draft_has_no_finding(kind: str, variant: str, form: str) -> None:
    assert _findings(kind, variant, form) == []
