"""A name over a form whose id has no such key: what the id refers to, and what every blank names, is compared too."""

from __future__ import annotations

import functools

import pytest

from congvan.forms.blanks.sheet import sheet
from congvan.forms.form import forms_of
from congvan.forms.keys import FormKeys
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.model.validity import as_of
from congvan.returns.reading.identity import KnownForms
from congvan.returns.reading.texts_around.entry_names import meant_by
from tests.forms.office import LISTS, files
from tests.returns.reading import filled

STATIONS = """\
list: {label: Trạm, one: trạm, fields: {xa: {type: xa, label: Xã}}}
entries: [{id: t-1, name: Trạm số 1, xa: xa-a}, {id: t-2, name: Trạm số 2, xa: xa-b}]
"""
ROWS = "columns: [{id: tt, label: TT, type: ordinal}, {id: ten, label: Họ và tên, type: name}]\n    rows: 2\n"
FORMS = f"""\
forms:
  - id: theo-tram
    name: Báo cáo
    subject: Kết quả
    per: {{tram: tram}}
    lines: ["Trạm: {{{{ tram.name }}}}", "Xã, phường: …………", "Phụ trách: …………"]
    {ROWS}
  - id: tap-huan
    name: Danh sách
    subject: Học viên lớp tập huấn tại Xã Mẫu A
    per: {{don_vi: don-vi}}
    lines: ["Đơn vị: {{{{ don_vi.name }}}}"]
    {ROWS}
"""


@functools.cache
def dataset() -> Dataset:
    return load(files(FORMS, {**LISTS, "tram": STATIONS}))


def asked(monkeypatch: pytest.MonkeyPatch, name: str, keys: dict[str, str], row: int, text: str) -> list[str]:
    known = KnownForms(dataset())
    monkeypatch.setattr(filled, "known", lambda: known)
    made = filled.page(name, keys, bang=[{"ten": "Lê Văn Mẫu"}])
    if text:
        made.cells[row, 1] = text
    body = filled.one(filled.xlsx(made)).body
    return [issue["why"]["values"]["said"] for issue in body["asked"] if issue["code"] == "form-words-differ"]


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        (3, "", []),
        (3, "Xã, phường: Xã Mẫu A", []),
        (3, "Xã: Mẫu A", []),
        (3, "Xã, phường: Phường Mẫu B", ["Phường Mẫu B"]),
        (3, "Phường: Mẫu B", ["Phường Mẫu B"]),
        (2, "ỦY BAN NHÂN DÂN PHƯỜNG MẪU B", ["Phường Mẫu B"]),
        (4, "Kính gửi: Ủy ban nhân dân phường Mẫu B", []),
        (4, "Phụ trách: Mẫu B", []),
        (9, "TM. Ủy ban nhân dân phường Mẫu B", []),
        (9, "Ủy ban nhân dân phường Mẫu B", ["Phường Mẫu B"]),
    ],
)
def test_the_commune_that_the_station_of_the_id_is_in(
    monkeypatch: pytest.MonkeyPatch, row: int, text: str, said: list[str]
) -> None:
    assert asked(monkeypatch, "theo-tram", {"tram": "t-1"}, row, text) == said


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        (1, "", []),
        (1, "Danh sách học viên lớp tập huấn, xã Mẫu A", []),
        (1, "DANH SÁCH HỌC VIÊN LỚP TẬP HUẤN TẠI PHƯỜNG MẪU B", ["Phường Mẫu B"]),
        (2, "Đơn vị: Đơn vị A, phường Mẫu B", []),
    ],
)
def test_the_commune_that_every_blank_names(
    monkeypatch: pytest.MonkeyPatch, row: int, text: str, said: list[str]
) -> None:
    assert asked(monkeypatch, "tap-huan", {"don_vi": "dv-a"}, row, text) == said


def test_what_a_sheet_means() -> None:
    forms = forms_of(as_of(dataset(), "cv"), "cv")
    means = {
        name: [(each.listed.id, *each.entries) for each in meant_by(forms[name], FormKeys(keys))]
        for name, keys in (("theo-tram", {"tram": "t-2"}), ("tap-huan", {"don_vi": "dv-b"}))
    }
    assert means == {
        "theo-tram": [("tram", "t-2"), ("xa", "xa-b")],
        "tap-huan": [("don-vi", "dv-b"), ("xa", "xa-a")],
    }
    assert sheet(forms["tap-huan"], FormKeys({"don_vi": "dv-b"})).title.endswith("XÃ MẪU A")
