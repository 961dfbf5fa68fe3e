"""The project's own templates: what differs between records is stamped, and stamped equals laid out."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.formats.pdf_samples import furthest, streams, text

HOME = Path(__file__).parents[3]
FILES = {
    str(path.relative_to(HOME / "templates")): path.read_bytes()
    for path in sorted((HOME / "templates").rglob("*"))
    if path.suffix in (".html", ".css")
}


def record(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HOME / "tests/templates" / f"content_{name}.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def template() -> PdfTemplate:
    return compile_template(FILES["van-ban.html"], name="van-ban.html", assets=FILES)


@pytest.mark.parametrize("name", ["addressed", "as_issued", "corrected", "quyet_dinh", "roster"])
def test_stamped_equals_laid_out(template: PdfTemplate, name: str) -> None:
    content = record(name)
    stamped, laid_out = template.render(content), template.lay_out(content)
    assert streams(stamped) == streams(laid_out)
    assert text(stamped) == text(laid_out)


def test_addressed_letters_share_one_layout(template: PdfTemplate) -> None:
    content = record("addressed")
    template.render(content)
    other = copy.deepcopy(content)
    other["title"] = "Công văn mẫu"
    other["head"]["number"] = "Số: 1207/STTTT-BCVT"
    other["head"]["place_date"] = "Lạng Sơn, ngày 19 tháng 8 năm 2020"
    other["receivers"]["one"] = "VNPT mẫu"
    before = dict(template.stats)
    data = template.render(other)
    assert dict(template.stats) == {**before, "stamped": before["stamped"] + 1}
    assert streams(data) == streams(template.lay_out(other))
    assert furthest(data, template.lay_out(other)) == 0


def test_roster_forms_share_one_layout(template: PdfTemplate) -> None:
    content = record("roster")
    template.render(content)
    other = copy.deepcopy(content)
    form = other["attachments"][0]
    form["facts"] = [f"{line.partition(':')[0]}: Huyện mẫu" for line in form["facts"]]
    form["foot"]["sign"][0] = "Doanh nghiệp mẫu"
    form["table"]["rows"][0] = [cell or "x" for cell in form["table"]["rows"][0]]
    template.render(other)  # a first row with entries is a layout of its own
    form["table"]["rows"][0] = ["z" if cell == "x" else cell for cell in form["table"]["rows"][0]]
    before = dict(template.stats)
    data = template.render(other)
    assert dict(template.stats) == {**before, "stamped": before["stamped"] + 1}
    assert streams(data) == streams(template.lay_out(other))
