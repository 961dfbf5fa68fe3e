"""The fields of a paper as the page draws them: names for ids, what is folded, what is added."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from congvan.core.i18n import using_language
from congvan.editing.findings import findings_in
from congvan.model.project.assets import Assets, read
from congvan.web.facts.project import Project
from congvan.web.runs.registry import Runs
from congvan.web.views.fields import form, found_in
from congvan.web.visit import Visit
from tests.sample_project import HOME
from tests.sample_project import Project as Sample
from tests.web.client import Browser, settings_of

in_vietnamese = using_language("vi")
FILE = "data/dispatches/bluezone-2020.yaml"


def drawn(files: Assets, *keys: str) -> list[dict[str, Any]]:
    visit = Visit(settings_of(Path("/project")), Project(Path("/project")), Runs())
    return list(form(visit, files, FILE, keys, findings_in(files))["form"]["fields"])


@pytest.fixture(scope="module")
def files() -> Assets:
    return read(HOME)


@in_vietnamese
def test_references_are_chosen_by_name(files: Assets) -> None:
    kind, signer = drawn(files, "kind", "signer")
    assert kind["kind"] == signer["kind"] == "choice"
    assert {"value": "quyet-dinh", "label": "Quyết định"} in kind["choices"]
    assert signer["choices"] == [{"value": "phuong-thi-huong-lan", "label": "Phương Thị Hương Lan, Phó Giám đốc"}]
    (receivers,) = drawn(files, "receivers")
    assert [each["label"] for each in receivers["fields"]][:2] == [
        "1. Nơi nhận",
        "2. Phòng Văn hóa và Thông tin các huyện, thành phố",
    ]
    assert [each["inline"] for each in receivers["fields"]] == [True, False, False]
    assert receivers["fields"][1]["brief"].startswith("Tất cả trong danh bạ Huyện, thành phố · ")
    (to,) = receivers["fields"][0]["fields"]
    assert (to["list"], to["value"]) == ("bodies", "Tỉnh đoàn Lạng Sơn")
    assert "text" in [each["key"] for each in receivers["fields"][0]["more"]]
    assert [each["key"] for each in receivers["adds"]][:2] == ["to", "each"]


def test_days_are_shown_as_offices_write_them_and_defaults_by_their_words(files: Assets) -> None:
    deadlines, numbering = drawn(files, "deadlines", "numbering")
    due = next(each for each in deadlines["fields"][0]["fields"] if each["key"] == "date")
    assert due["value"] == "20/8/2020"
    assert numbering["default"] == next(each["label"] for each in numbering["choices"] if each["value"] == "single")


def test_a_value_that_is_none_of_the_choices_stays_with_its_finding(files: Assets) -> None:
    text = files[FILE].decode().replace("signer: phuong-thi-huong-lan", "signer: ai-do")
    (signer,) = drawn(Assets({**files, FILE: text.encode()}), "signer")
    assert signer["choices"][-1] == {"value": "ai-do", "label": "ai do"}
    assert [each["code"] for each in found_in([signer])] == ["choice-gone"]


@in_vietnamese
@pytest.mark.parametrize("name", ["Sở Y tế", "abc"])
def test_a_body_that_no_list_has_is_told_in_words(files: Assets, name: str) -> None:
    text = files[FILE].decode().replace("to: tinh-doan-lang-son", f"to: {name}", 1)
    (receivers,) = drawn(Assets({**files, FILE: text.encode()}), "receivers")
    (told,) = found_in([receivers["fields"][0]])
    assert told["message"] == f"“{name}” không có trong danh bạ"
    assert told["hint"] == "chọn trong danh sách, hoặc thêm ở Danh bạ"


def test_a_file_that_cannot_be_read_has_no_fields(files: Assets) -> None:
    assert drawn(Assets({**files, FILE: b"a: ["}), "signer") == []
    assert drawn(Assets({}), "signer") == []


def test_a_form_without_columns_can_be_given_them_and_a_column_its_choices(files: Assets) -> None:
    new = """forms:
  - {id: a, name: Danh sách, subject: a, columns: [{id: x, label: X}]}
  - {id: b, name: Danh sách, subject: b}
"""
    head = files[FILE].decode().partition("\nforms:")[0]
    (forms,) = drawn(Assets({**files, FILE: f"{head}\n{new}".encode()}), "forms")
    first, empty = forms["fields"]
    columns = next(each for each in empty["fields"] if each["key"] == "columns")
    assert not columns["given"]
    assert "label" in [each["key"] for each in columns["adds"]]
    folded = {each["key"]: each for each in empty["more"]}
    assert {"due", "signers"} <= set(folded)
    per = next(each for each in empty["fields"] if each["key"] == "per")
    assert (per["kind"], "huyen" in [each["value"] for each in per["choices"]]) == ("map", True)
    assert not first["fields"][-1]["fields"][0]["inline"]  # so that its name has room
    (column,) = next(each for each in first["fields"] if each["key"] == "columns")["fields"]
    inner = [each["key"] for each in (*column["fields"], *column["more"])]
    assert "choices" in inner
    kind = next(each for each in columns["adds"] if each["key"] == "type")
    assert {"phone", "huyen"} <= {each["value"] for each in kind["choices"]}
    assert "columns" not in inner[inner.index("label") + 1 :]  # an empty list of columns deep in a form


def test_the_line_that_a_form_lacks_is_filled_in(own_browser: Browser, project: Sample) -> None:
    file = "data/dispatches/bluezone-2020.yaml"
    before = project.read(file)
    project.write(file, re.sub(r'    lines: \["Huyện/thành phố.*\n', "", before, count=1))
    page = own_browser.get("/van-ban-di/bluezone-2020/phu-luc-bieu").text
    found = re.search(r'value="(‹Huyện, thành phố›; [^"]+)"', page)
    assert found is not None
    own_browser.post("/sua/add", data={"file": file, "path": "/forms/0/lines", "value": found[1]})
    assert '"{{ huyen.heading }}; Doanh nghiệp: {{ doanh_nghiep.heading }}"' in project.read(file)


def test_a_line_for_a_list_of_two_words_is_a_chip_of_its_name_also_as_the_first_in_its_file(
    own_browser: Browser, project: Sample
) -> None:
    """`don-vi` is `don_vi` in a text, and no other text of the paper has a chip."""
    head = "list: {label: Bệnh viện, one: bệnh viện, receives: '{{ name }}', fields: {name: {label: Tên}}}\n"
    project.write("data/lists/don-vi.yaml", f"{head}entries: [{{id: a, name: Trạm A}}]\n")
    file = "data/dispatches/bluezone-2020.yaml"
    form = "{id: b, name: Biểu, subject: Máy, per: {don-vi: don-vi}, columns: [{id: x, label: X}]}"
    before = project.read(file)
    project.write(file, f"{before[: before.index(FORMS)]}{FORMS}  - {form}\n")
    page = own_browser.get("/van-ban-di/bluezone-2020/phu-luc-bieu").text
    assert 'value="Bệnh viện: ‹Bệnh viện›"' in page
    assert "bấm “Thêm”, dòng đã ghi sẵn" in page
    assert "tự điền" not in page
    project.write("data/lists/don-vi.yaml", f"{head}entries: [{{id: a, name: Bệnh viện A}}]\n")
    page = own_browser.get("/van-ban-di/bluezone-2020/phu-luc-bieu").text
    assert 'value="‹Bệnh viện›"' in page  # what names begin with is not said twice


FORMS = "\nforms:\n"
