"""A small office to try forms in: its files as texts, its lists and one dispatch."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.core.problems import Problem, ProblemsFound
from congvan.forms.form import DispatchForm, forms_of
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.model.validity import as_of

AGENCY = """\
name: Sở Mẫu
abbreviation: SM
place: Nơi Mẫu
signers: [{id: nguoi-ky, name: Người Ký Mẫu, title: Giám đốc}]
"""
DISPATCH = """\
number: blank
date: {day: blank, month: 8, year: 2026}
subject: báo cáo (mẫu)
signer: nguoi-ky
receivers: [Các xã]
deadlines: [{id: danh-sach, what: Danh sách, date: 28/8/2026}]
facts: {it_nhat: "02"}
body: Nội dung./.
"""
LISTS = {
    "xa": """\
list:
  label: Xã, phường
  one: xã, phường
  heading: "{{ kind|hoa_dau }} {{ name }}"
  sentence: "{{ kind }} {{ name }}"
  receives: {ubnd: "Ủy ban nhân dân {{ sentence }}"}
  fields: {kind: {type: text}}
entries:
  - {id: xa-a, kind: xã, name: Mẫu A, phone: 0205 3812 345}
  - {id: xa-b, kind: phường, name: Mẫu B}
""",
    "thon": """\
list:
  label: Thôn
  one: thôn
  fields: {xa: {type: xa, label: Xã}, so_ho: {type: integer, label: Số hộ}}
entries:
  - {id: a-1, name: Bản A1, xa: xa-a, so_ho: 120}
  - {id: a-2, name: Bản A2, xa: xa-a, so_ho: 80}
  - {id: b-1, name: Bản B1, xa: xa-b, so_ho: 95}
""",
    "don-vi": """\
list: {label: Đơn vị, one: đơn vị, fields: {kind: {type: text}}}
entries:
  - {id: dv-a, name: Đơn vị A, kind: vien-thong}
  - {id: dv-b, name: Đơn vị B, kind: buu-chinh}
""",
}
Texts = Mapping[str, str]


def files(forms: str, lists: Texts = LISTS, dispatch: str = DISPATCH) -> Assets:
    """The files of the office, its dispatch with more keys."""
    texts = {
        "data/agency.yaml": AGENCY,
        "data/documents.yaml": "[]\n",
        "data/dispatches/cv.yaml": dispatch + forms,
        **{f"data/lists/{name}.yaml": text for name, text in lists.items()},
    }
    return Assets({name: text.encode() for name, text in texts.items()})


def office(forms: str, lists: Texts = LISTS, dispatch: str = DISPATCH) -> Dataset:
    """The facts of the office as of the day of its dispatch."""
    return as_of(load(files(forms, lists, dispatch)), "cv")


def form(forms: str, lists: Texts = LISTS, dispatch: str = DISPATCH) -> DispatchForm:
    """The first form of the dispatch."""
    return next(iter(forms_of(office(forms, lists, dispatch), "cv").values()))


def told(forms: str, lists: Texts = LISTS, dispatch: str = DISPATCH) -> list[Problem]:
    """What is said of the dispatch when it is read."""
    try:
        dataset = load(files(forms, lists, dispatch))
    except ProblemsFound as stop:
        return list(stop.problems)
    return list(dataset.warnings)
