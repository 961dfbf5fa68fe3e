"""A form with its lists: dimensions, keys and printed ids, who sends it, its blank sheet."""

from __future__ import annotations

from congvan.forms.blanks.sheet import sheet
from congvan.forms.form import forms_of
from congvan.forms.keys import FormKeys, form_id, form_path, keys_from, keys_of, parse_form_id
from congvan.forms.obligations import obligations
from tests.forms.office import form, office

MEMBERS = """\
forms:
  - id: thanh-vien
    name: Danh sách
    subject: Thành viên
    per: {xa: xa, don_vi: don-vi}
    sender: xa.ubnd
    due: danh-sach
    lines: ["Xã, phường: {{ xa.heading }}", "Đơn vị: {{ don_vi.name }}"]
    columns:
      - {id: tt, label: TT, type: ordinal}
      - {id: ho-ten, label: Họ và tên, type: name}
    rows: 3
"""
KEYS = FormKeys({"xa": "xa-a", "don_vi": "dv-b"})


def test_printed_id_names_dimensions() -> None:
    of = form(MEMBERS)
    assert form_id(of, KEYS) == "cv/thanh-vien/1/xa=xa-a/don_vi=dv-b"
    read = parse_form_id("cv/thanh-vien/1/xa=xa-a/don_vi=dv-b")
    assert read is not None
    assert keys_of(of, read) == KEYS
    assert form_id(of, keys_from(of, xa="xa-a")) == "cv/thanh-vien/1/xa=xa-a/don_vi=-"
    assert form_path(of, KEYS) == "thanh-vien/xa-a/dv-b"


def test_what_is_no_id() -> None:
    for text in ("", "cv", "cv/a/0/xa=b", "cv/a/1/xa=b/xa=c", "cv/a/1/b", "Cv/a/1/xa=b"):
        assert parse_form_id(text) is None, text


def test_obligations_are_the_product() -> None:
    owed = list(obligations(form(MEMBERS)))
    assert [each.keys.entries for each in owed][:2] == [
        {"xa": "xa-a", "don_vi": "dv-a"},
        {"xa": "xa-a", "don_vi": "dv-b"},
    ]
    assert len(owed) == 4
    first = owed[0]
    assert (first.sender.id, first.sender.name) == ("ubnd-xa-a", "Ủy ban nhân dân xã Mẫu A")
    assert first.sender.phone == "0205 3812 345"
    assert first.due is not None
    assert first.due.isoformat() == "2026-08-28T23:59:59+07:00"


def test_sheet_has_lines_and_rows() -> None:
    made = sheet(form(MEMBERS), KEYS)
    assert (made.label, made.title) == ("Phụ lục", "DANH SÁCH THÀNH VIÊN")
    assert made.lines == ("Xã, phường: Xã Mẫu A", "Đơn vị: Đơn vị B")
    assert [row.cells[0].text for row in made.sections[0].rows] == ["1", "2", "3"]


def test_appendices_number_themselves() -> None:
    second = MEMBERS.replace("forms:\n", "").replace("thanh-vien", "ds-thon").replace("Thành viên", "Thôn")
    several = forms_of(office(MEMBERS + second), "cv")
    assert [each.ref for each in several.values()] == ["Phụ lục I", "Phụ lục II"]


GROUPS = """\
forms:
  - id: a
    name: A
    subject: B
    columns:
      - {label: Trong tuần, columns: [{id: mac, label: Mắc, type: integer}, {id: chet, label: Chết, type: integer}]}
      - {label: Cộng dồn, columns: [{id: mac-dn, label: Mắc, type: integer, value: mac}]}
      - {id: ghi, label: Ghi chú}
"""


def test_columns_that_are_called_alike_bear_the_head_of_their_group() -> None:
    assert form(GROUPS).sections[0].labels() == {
        "mac": "Mắc (trong tuần)",
        "chet": "Chết",
        "mac-dn": "Mắc (cộng dồn)",
        "ghi": "Ghi chú",
    }
