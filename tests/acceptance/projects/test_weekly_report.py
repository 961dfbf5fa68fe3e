"""A weekly report by commune, from the blank to the paper: cumulated, beside the week before, closed, corrected."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.forms.office import LISTS, files
from tests.sample_project import HOME, Project, docx_words

DISEASES = """\
list: {label: Bệnh, one: bệnh}
entries: [{id: benh-mau-a, name: Bệnh mẫu A}, {id: benh-mau-b, name: Bệnh mẫu B}]
"""
FORMS = """\
tables:
  - {id: tuan, name: Tổng hợp, of: tuan, per: {ky: answered-periods}, across: benh, columns: [xa, mac, mac_dn, truoc],
     total: Toàn tỉnh}
forms:
  - id: tuan
    head: sender
    name: Báo cáo tuần
    subject: Tình hình bệnh truyền nhiễm
    per: {xa: xa}
    sender: xa.ubnd
    period: {each: week, from: 10/8/2026, to: 23/8/2026, cumulate: 10/8/2026}
    due: {day: +1, time: 10h00}
    lines: ["Xã, phường: {{ xa.heading }}", "Kỳ báo cáo: {{ ky.name }}"]
    columns:
      - {id: benh, label: Bệnh, type: benh, value: benh}
      - {id: mac, label: Mắc, type: integer, required: true}
      - {id: mac-dn, label: Cộng dồn, type: integer, value: so_far(mac)}
      - {id: truoc, label: Tuần trước, type: integer, value: last(mac)}
    rows: {each: benh}
    nil: Trong tuần không ghi nhận ca bệnh
"""
DOCUMENTS = """\
- {id: bieu, name: Biểu, task: forms, content: form, for_each: {form: forms}, path: "bieu/{{ form.path }}",
   templates: {xlsx: bieu.xlsx}}
- {id: bang, name: Bảng, task: returns, content: table, for_each: {table: tables}, when: table.filled,
   path: "bang/{{ table.path }}", templates: {docx: van-ban.docx}, formats: [docx]}
"""


@pytest.fixture
def office(tmp_path: Path) -> Project:
    """An office that has sent out the blanks of two weeks, and got three of them back."""
    for name, data in files(FORMS, {**LISTS, "benh": DISEASES}).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "data/documents.yaml").write_text(DOCUMENTS, "utf-8")
    shutil.copytree(HOME / "templates", tmp_path / "templates")
    (tmp_path / "inbox").mkdir()
    made = Project(tmp_path)
    assert made.run("build", "bieu", "-q").code in (0, 2)
    for week, commune, figures in (("33", "xa-a", (12, 3)), ("33", "xa-b", (1, 0)), ("34", "xa-a", (5, 2))):
        book: Any = openpyxl.load_workbook(tmp_path / f"outputs/cv/bieu/tuan/2026-t{week}/{commune}.xlsx")
        rows = [row[0].row for row in book.active.iter_rows() if str(row[0].value).startswith("Bệnh mẫu")]
        for row, figure in zip(rows, figures, strict=True):
            book.active.cell(row, 2).value = figure
        book.save(tmp_path / f"inbox/{week}-{commune}.xlsx")
    assert made.run("collect", "inbox", "--received", "2026-08-24 09:00").code == 0
    return made


def table(office: Project, week: str) -> str:
    assert office.run("build", "bang", "-q").code in (0, 2)
    return " ".join(docx_words(office.root / f"outputs/cv/bang/tuan/2026-t{week}.docx"))


@pytest.mark.full("long runs")
def test_a_week_is_closed_and_a_correction_goes_into_the_next(office: Project) -> None:
    assert office.run("close", "tuan", "Tuần 33").code == 0
    assert office.run("report", "tuan", "xa=Mẫu A", "ky=2026-t33", "benh-mau-a.mac=14").code == 0
    assert office.run("report", "tuan", "xa=xa-b", "ky=2026-t34", "--nil", "--letter").code == 0
    assert "Xã Mẫu A 12 12 3 3 Phường Mẫu B 1 1 0 0 Toàn tỉnh 13 13 3 3" in table(office, "33")
    next_week = table(office, "34")
    assert "Xã Mẫu A 5 19 14 2 5 3 Phường Mẫu B 1 1 0 0 Toàn tỉnh 5 20 15 2 5 3" in next_week
    assert "Không phát sinh: 1 xã, phường." in next_week
    said = "Số liệu tuần 33 của Xã Mẫu A được điều chỉnh sau khi chốt (Bệnh mẫu A, mắc: 12 → 14)."
    assert said in next_week
    shown = office.run("status", "--all").out
    assert "late 2; closed on" in shown
    assert "1 changed since" in shown
    assert "in time 1, nothing to report 1" in shown
    assert office.run("close", "tuan", "Tuần 33", "--undo", "--reason", "in lại").code == 0
    assert "Xã Mẫu A 14 14 3 3" in table(office, "33")
    assert said not in table(office, "34")
