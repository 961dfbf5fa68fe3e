"""Lists of a project: heads, sources in YAML, CSV and XLSX, types of fields, references, slips with their cells."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from congvan.core.i18n import using_language
from congvan.core.problems import Problem, ProblemsFound
from congvan.model.lists.entries import EntryList
from congvan.model.lists.read import read_lists
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.model.project.yaml_reader import YamlSource
from tests.acceptance.promises.line import Changes, loaded, with_changes
from tests.pace import Watch

HAMLETS = "data/lists/thon.yaml"
HEAD = """\
list:
  label: Thôn, khối phố
  one: thôn
  source: thon.csv
  id: "{{ xa.id }}-{{ name|ma }}"
  heading: "Thôn {{ name }}"
  receives: {truong-thon: "Trưởng thôn {{ name }}, {{ xa.sentence }}"}
  fields:
    name: {label: Tên thôn}
    xa: {type: communes, label: Xã, required: true}
    so_ho: {type: integer, label: Số hộ, min: 1}
    ngay: {type: date, label: Ngày họp}
"""
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
CSV = "STT;Tên thôn;Xã;Số hộ;Ngày họp\n1;Bản Mẫu;Xã Cao Lộc;120;19/8/2026\n2;Bản Mẫu;xa-ba-son;1.500;\n"


def workbook(rows: Sequence[Sequence[Any]], title: str = "DS", *more: str) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for name in more:
        book.create_sheet(name)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def listed(changes: Changes, name: str = "thon") -> EntryList:
    return loaded(dict(changes)).lists[name]


def told(changes: Changes) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        load(with_changes(changes))
    return list(caught.value.problems)


def test_a_list_in_csv_has_typed_fields_ids_names_and_receivers() -> None:
    hamlets = listed({HAMLETS: HEAD, "data/lists/thon.csv": CSV})
    assert hamlets.ids == ("xa-cao-loc-ban-mau", "xa-ba-son-ban-mau")
    first, second = hamlets.values
    assert (first["so_ho"], second["so_ho"]) == (120, 1500)
    assert (first["ngay"], second["ngay"]) == ("19/08/2026", "")
    assert (first["heading"], first["sentence"]) == ("Thôn Bản Mẫu", "Bản Mẫu")
    assert first["xa"]["heading"] == "Xã Cao Lộc"
    assert (hamlets.label, hamlets.one) == ("Thôn, khối phố", "thôn")
    assert next(body[:2] for body in hamlets.receivers) == (
        "truong-thon-xa-cao-loc-ban-mau",
        "Trưởng thôn Bản Mẫu, xã Cao Lộc",
    )
    assert str(hamlets.entries[1].row.place("so_ho")) == "data/lists/thon.csv:3, D3"


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode("utf-8-sig"),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace(";", ",").encode(),
        CSV.replace(";", "\t").encode("utf-16"),
        CSV.replace("Bản Mẫu", '"Bản Mẫu"').encode(),
        f"Danh sách thôn;;;;\n;;;;\n{CSV}".encode(),
    ],
    ids=["byte order mark", "line ends of Windows", "commas", "UTF-16 with tabs", "quotes", "lines before the titles"],
)
def test_a_csv_file_however_it_was_saved_gives_the_same_entries(data: bytes) -> None:
    assert listed({HAMLETS: HEAD, "data/lists/thon.csv": data}) == listed({HAMLETS: HEAD, "data/lists/thon.csv": CSV})


def test_a_list_in_xlsx_is_read_from_its_sheet_below_its_titles() -> None:
    titles = ["TT", "Tên  thôn", "XÃ", "Số hộ", "Ngày họp"]
    rows = [["DANH SÁCH THÔN"], [], titles, [1, "Bản Mẫu", "Cao Lộc", 120, None]]
    book = openpyxl.load_workbook(io.BytesIO(workbook([], "Bìa", "DS thôn")))
    for row in rows:
        book["DS thôn"].append(row)
    book["DS thôn"]["A9"] = "ghi chú dưới bảng"  # no column of the list
    data = io.BytesIO()
    book.save(data)
    head = HEAD.replace("thon.csv", "thon.xlsx\n  sheet: DS thôn")
    hamlets = listed({HAMLETS: head, "data/lists/thon.xlsx": data.getvalue()})
    assert hamlets.ids == ("xa-cao-loc-ban-mau",)
    assert str(hamlets.entries[0].row.place("so_ho")) == "data/lists/thon.xlsx, DS thôn!D4"


def test_a_merged_cell_counts_for_all_its_rows_and_hidden_rows_are_read_and_told() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([["Tên thôn", "Xã", "Số hộ", "Ngày họp"], ["A", "Xã Cao Lộc"], ["B", None], ["C", None]]))
    )
    book["DS"].merge_cells("B2:B4")
    book["DS"].row_dimensions[3].hidden = True
    data = io.BytesIO()
    book.save(data)
    dataset = loaded({HAMLETS: HEAD.replace("csv", "xlsx"), "data/lists/thon.xlsx": data.getvalue()})
    assert [values["xa"]["id"] for values in dataset.lists["thon"].values] == ["xa-cao-loc"] * 3
    assert [(problem.code, str(problem.place)) for problem in dataset.warnings] == [
        ("rows-hidden", "data/lists/thon.xlsx, DS!1")
    ]


def test_what_a_spreadsheet_damaged_is_mended_and_told_once() -> None:
    head = HEAD.replace("csv", "xlsx") + "    phone: {label: Điện thoại}\n"
    titles = ["Tên thôn", "Xã", "Số hộ", "Ngày họp", "Điện thoại"]
    rows = [titles, *([name, "Xã Cao Lộc", None, None, 942215080] for name in "ABC")]
    dataset = loaded({HAMLETS: head, "data/lists/thon.xlsx": workbook(rows)})
    assert {values["phone"] for values in dataset.lists["thon"].values} == {"0942215080"}
    (problem,) = dataset.warnings
    assert str(problem.place) == "data/lists/thon.xlsx, DS!E2"
    with using_language("vi"):
        assert "0942215080" in problem.text
        assert "2 ô khác" in problem.text


SLIPS: dict[str, tuple[str, str, str, str, str, str]] = {
    # name: head from, to, csv from, to, code, what the clerk reads of place, problem and remedy
    "parent": ("", "", "Xã Cao Lộc", "Cao Lạc", "column-reference", "thon.csv:2, C2: trong danh sách không có mục"),
    "number": ("", "", "120", "một trăm", "column-number", "thon.csv:2, D2: “một trăm” không phải là số"),
    "bound": ("", "", "120", "0", "column-bound", "thon.csv:2, D2: “0” nhỏ hơn 1 là mức nhỏ nhất"),
    "day": ("", "", "19/8/2026", "31/9/2026", "column-date", "thon.csv:2, E2: không có ngày 31/9/2026"),
    "empty": ("", "", "1;Bản Mẫu;Xã Cao Lộc", "1;;Xã Cao Lộc", "value-missing", "thon.csv:2, B2: ô “Tên thôn” chưa có"),
    "twice": ("", "", "xa-ba-son", "Xã Cao Lộc", "id-twice", "thon.csv:3, B3: hai dòng cùng mã “xa-cao-loc-ban-mau”"),
    "title": (
        "",
        "",
        "Số hộ",
        "Số hộ dân",
        "field-title",
        "thon.csv:1, D1: không thấy cột “Số hộ” → có cột “Số hộ dân”",
    ),
    "title twice": ("", "", "STT", "Xã", "title-twice", "thon.csv:1, C1: tiêu đề “Xã” có hai lần"),
    "no titles": ("", "", "Tên thôn", "Thôn bản", "titles-missing", "thon.csv:1: không thấy hàng tiêu đề"),
    "source": (
        "thon.csv",
        "tho.csv",
        "",
        "",
        "source-missing",
        "chưa có tệp data/lists/tho.csv → có phải là “thon.csv”",
    ),
    "two sources": ("list:", "entries: []\nlist:", "", "", "source-two", "danh sách đang nhập ở hai nơi → bỏ entries"),
    "type in words": ("type: date", "type: ngày tháng", "", "", "type-unknown", "ngày tháng ghi là “date”"),
    "type": (
        "type: date",
        "type: ngay-thang",
        "",
        "",
        "type-unknown",
        "không có kiểu “ngay-thang” → ngày tháng ghi là “date”",
    ),
    "field": ("{{ name|ma }}", "{{ ten|ma }}", "", "", "field-unknown", "danh sách này không có mục “ten”"),
    "brace": (
        "Thôn {{ name }}",
        "Thôn {{ name }",
        "",
        "",
        "brace-lost",
        "“{{ name }” là chỗ điền nhưng không đủ hai dấu ngoặc",
    ),
    "bound of the type": (
        "min: 1",
        "min: một",
        "",
        "",
        "bound-type",
        "“một” không phải giá trị của kiểu này (số nguyên)",
    ),
    "key": ("label: Thôn, khối phố", "lable: Thôn", "", "", "key-unknown", "“lable” → có phải là “label”"),
    "circle": ("type: communes", "type: vong", "", "", "reference-circle", "các danh sách chỉ vòng lẫn nhau"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_with_its_cell_and_its_remedy(name: str) -> None:
    old, new, csv_old, csv_new, code, said = SLIPS[name]
    assert old in HEAD
    assert csv_old in CSV
    ring = {"data/lists/vong.yaml": "list: {fields: {thon: {type: thon}}}\nentries: []\n"} if name == "circle" else {}
    changes = {HAMLETS: HEAD.replace(old, new, 1), "data/lists/thon.csv": CSV.replace(csv_old, csv_new, 1), **ring}
    with using_language("vi"):
        found = [
            f"{problem.place}: {problem.text} → {problem.hint}" for problem in told(changes) if problem.code == code
        ]
        assert any(said in words for words in found), found
        assert all(not words.endswith("→ ") for words in found)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"data/lists/truong.xlsx": workbook([["Tên trường"], ["A"]])}, "list-headless"),
        ({"data/lists/truong.ods": b"x"}, "list-ending"),
        ({HAMLETS: HEAD, "data/lists/thon.csv": workbook([["Tên thôn"]])}, "source-kind"),
        ({HAMLETS: HEAD.replace("csv", "xlsx"), "data/lists/thon.xlsx": CSV}, "source-kind"),
        ({HAMLETS: HEAD.replace("csv", "xlsx"), "data/lists/thon.xlsx": OLD_EXCEL}, "source-kind"),
        ({HAMLETS: HEAD, "data/lists/thon.csv": CSV.encode("ascii", "replace")}, "file-encoding"),
        ({HAMLETS: HEAD, "data/lists/thon.csv": CSV.replace("ả", "?")}, "cell-letters-lost"),
        ({HAMLETS: HEAD.replace("thon.csv", "thon.doc")}, "source-form"),
        ({HAMLETS: "list: {label: A}\n"}, "entries-missing"),
        ({HAMLETS: "label: A\n"}, "list-shape"),
        ({HAMLETS: "list: {label: A}\nentries: {id: a}\n"}, "entries-shape"),
        ({HAMLETS: "list: {label: A}\nentries: [a]\n"}, "entry-shape"),
        ({HAMLETS: "list: {label: A}\nentries: [{id: a, name: }]\n"}, "value-empty"),
        ({HAMLETS: "list: {label: A}\nentries: [{id: a}]\n"}, "value-missing"),
        ({HAMLETS: "list: {label: A}\nentries: [{id: A B, name: A}]\n"}, "id-form"),
        ({HAMLETS: "list: {label: A}\nentries: [{id: a, name: [A, B]}]\n"}, "field-single"),
        ({HAMLETS: "list: {label: A}\nentries: [{id: a, name: A, successor: b}]\n"}, "successor-unknown"),
        ({HAMLETS: "list: {fields: {so: {}}}\nentries: [{id: a, name: A, soo: 1}]\n"}, "field-unknown"),
        (
            {"data/lists/dau-moi.yaml": "list: {also: contacts}\nentries: [{id: a, name: A, unti: B}]\n"},
            "field-unknown",
        ),
        ({HAMLETS: "list: {fields: {a: {type: choice}}}\nentries: []\n"}, "choices-missing"),
        ({HAMLETS: "list: {fields: {a: {choices: [b]}}}\nentries: []\n"}, "choices-unfit"),
        ({HAMLETS: "list: {also: truong}\nentries: []\n", "data/lists/truong.yaml": "- {id: a}\n"}, "list-name-twice"),
        ({"data/lists/returned.yaml": "- {id: a}\n"}, "list-name-taken"),
    ],
)
def test_what_is_no_list_is_told(changes: Changes, code: str) -> None:
    with using_language("vi"):
        found = [problem for problem in told(changes) if problem.code == code]
        assert found
        assert all(problem.hint for problem in found)


def test_what_refers_to_a_list_that_fails_is_not_told_for_it() -> None:
    head, failed = HEAD.replace("communes", "xa"), "list: {lable: Xã}\nentries: []\n"
    wrong = {HAMLETS: head, "data/lists/thon.csv": CSV, "data/lists/xa.yaml": failed}
    assert [(problem.code, problem.place.file) for problem in told(wrong)] == [("key-unknown", "data/lists/xa.yaml")]


def test_totals_and_signatures_below_a_table_are_left_out_and_told() -> None:
    rows = [
        ["STT", "Tên thôn", "Xã", "Số hộ", "Ngày họp"],
        [1, "Bản Mẫu", "Xã Cao Lộc", 120],
        ["Cộng", None, None, 120],
    ]
    rows += [[], [None, None, "NGƯỜI LẬP BIỂU"], [None, None, "Nguyễn Văn A"]]
    files = {HAMLETS: HEAD.replace("csv", "xlsx"), "data/lists/thon.xlsx": workbook(rows)}
    dataset = loaded(files)
    assert dataset.lists["thon"].ids == ("xa-cao-loc-ban-mau",)
    found = [(problem.code, str(problem.place)) for problem in dataset.warnings if problem.code.startswith("row-")]
    assert found == [("row-foot", "data/lists/thon.xlsx, DS!5"), ("row-total", "data/lists/thon.xlsx, DS!3")]


def test_an_id_is_not_made_of_nothing() -> None:
    head = HEAD.replace('id: "{{ xa.id }}-{{ name|ma }}"', 'id: "{{ ma_so|ma }}"').replace(
        "    ngay:", "    ma_so: {label: Mã số}\n    ngay:"
    )
    rows = "Tên thôn;Xã;Số hộ;Mã số;Ngày họp\nBản A;Xã Cao Lộc;1;7;\nBản B;Xã Cao Lộc;1;;\n"
    (problem,) = told({HAMLETS: head, "data/lists/thon.csv": rows})
    assert (problem.code, problem.place.line) == ("head-text", 3)


def test_a_successor_that_is_told_as_wrong_itself_is_not_told_twice() -> None:
    entries = "[{id: a, name: A, successor: b}, {id: b, name: B, so: x}, {id: c, name: C, successor: d}]"
    found = told({HAMLETS: f"list: {{fields: {{so: {{type: integer}}}}}}\nentries: {entries}\n"})
    assert [problem.message.values.get("id") for problem in found if problem.code == "successor-unknown"] == ["d"]


def test_an_unknown_sheet_is_told_with_those_that_there_are() -> None:
    head = HEAD.replace("thon.csv", "thon.xlsx\n  sheet: DS moi")
    (problem,) = told({HAMLETS: head, "data/lists/thon.xlsx": workbook([["Tên thôn"]], "DS mời")})
    assert "DS mời" in problem.hint
    assert problem.place.line == 5


def test_entries_in_yaml_refer_to_other_lists_and_to_their_own() -> None:
    units = """\
list:
  label: Đơn vị
  fields:
    cap_tren: {type: don-vi}
    ngay: {type: date, many: true}
    loai: {type: choice, choices: [Sở, Phòng], default: Phòng}
entries:
  - {id: so-mau, name: Sở mẫu, loai: so}
  - {id: phong-mau, name: Phòng mẫu, cap_tren: Sở mẫu, ngay: 1/9/2026; 2/9/2026}
"""
    office = listed({"data/lists/don-vi.yaml": units}, "don-vi").values[1]
    assert office["cap_tren"]["name"] == "Sở mẫu"
    assert (office["ngay"], office["loai"]) == (["01/09/2026", "02/09/2026"], "Phòng")


def test_an_entry_is_found_by_its_id_or_by_any_of_its_names() -> None:
    communes = loaded({}).lists["communes"]
    for text in ("xa-ba-son", "Xã Ba Sơn", "xã ba sơn", "XA BA SON"):
        assert [entry.id for entry in communes.find(text)] == ["xa-ba-son"]
    assert [entry.id for entry in communes.find("Cao Lộc")] == ["xa-cao-loc"]  # of those that still exist


def test_a_list_is_that_of_the_day() -> None:
    dated = "list: {label: A}\nentries:\n- {id: a, name: A, valid_to: 30/6/2025}\n- {id: b, name: B}\n"
    units = listed({HAMLETS: dated})
    before, after = [datetime.date(2025, month, 1) for month in (6, 7)]
    assert (units.on((before, before)).ids, units.on((after, after)).ids) == (("a", "b"), ("b",))


@pytest.mark.full("long runs")
def test_ten_thousand_entries_are_read_in_a_second() -> None:
    titles = ["Tên thôn", "Xã", "Số hộ", "Ngày họp"]
    rows = [titles, *([f"Bản {n}", "Xã Cao Lộc", n + 1, "19/8/2026"] for n in range(10_000))]
    files = with_changes({HAMLETS: HEAD.replace("csv", "xlsx"), "data/lists/thon.xlsx": workbook(rows)})
    alone = with_changes({})
    spent = []
    for each in (alone, files):
        watch = Watch()
        load(each)
        spent.append(watch.seconds())
    assert spent[1] - spent[0] < 1.5, "10,000 entries take 0.7 s on a machine that does nothing else"


def test_days_of_a_workbook_that_counts_from_1904_are_those_that_it_shows() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([["Tên thôn", "Xã", "Số hộ", "Ngày họp"], ["A", "Xã Cao Lộc", 1, None]]))
    )
    book.epoch = CALENDAR_MAC_1904
    book["DS"]["D2"] = datetime.date(2026, 8, 19)
    data = io.BytesIO()
    book.save(data)
    hamlets = listed({HAMLETS: HEAD.replace("csv", "xlsx"), "data/lists/thon.xlsx": data.getvalue()})
    assert hamlets.values[0]["ngay"] == "19/08/2026"


def test_lists_are_read_again_only_where_a_file_of_theirs_has_changed() -> None:
    files = {HAMLETS: HEAD.replace("xa: {type: communes, label: Xã, required: true}", "").replace("{{ xa.id }}-", "")}
    files = {name: text.replace(", {{ xa.sentence }}", "").encode() for name, text in files.items()}
    files |= {"data/lists/thon.csv": CSV.encode(), "data/agency.yaml": b"a: 1"}
    first = read_lists(Assets(files), {})
    sources: dict[str, YamlSource] = {}
    assert read_lists(Assets({**files, "data/agency.yaml": b"a: 2"}), sources) is first
    assert list(sources) == [HAMLETS]
    again = read_lists(Assets({**files, "data/lists/thon.csv": CSV.replace("Bản Mẫu", "Bản Khác").encode()}), {})
    assert again is not first


def test_an_entry_is_found_whatever_signs_part_its_words() -> None:
    text = "list: {label: Bệnh}\nentries: [{id: tcm, name: Tay - chân - miệng}, {id: sr, name: Sốt rét (KST+)}]\n"
    diseases = listed({"data/lists/benh.yaml": text}, "benh")
    for said in ("Tay – chân – miệng", "Tay, chân, miệng", "tay chân miệng"):
        assert [entry.id for entry in diseases.find(said)] == ["tcm"]
    assert not diseases.find("Sốt rét (KST-)")


def test_an_entry_is_found_without_its_brackets_and_what_it_is_called() -> None:
    head = 'list: {label: Trường, one: trường, heading: "Trường {{ cap }} {{ name }}", fields: {cap: {}}}'
    entries = "[{id: a, cap: THCS, name: Mẫu (cơ sở 1)}, {id: b, cap: THCS, name: Thử}, {id: c, cap: THPT, name: Thử}]"
    schools = listed({"data/lists/truong.yaml": f"{head}\nentries: {entries}\n"}, "truong")
    said = {text: [entry.id for entry in schools.find(text)] for text in ("Trường THCS Mẫu", "THCS Thử", "Mẫu", "Thử")}
    assert said == {"Trường THCS Mẫu": ["a"], "THCS Thử": ["b"], "Mẫu": ["a"], "Thử": ["b", "c"]}


def test_an_entry_is_found_with_what_it_refers_to_behind_it() -> None:
    hamlets = listed({HAMLETS: HEAD, "data/lists/thon.csv": CSV})
    first = hamlets.entries[0]
    commune = first.values["xa"]["heading"]
    for said in (f"{first.values['name']}, {commune.lower()}", f"{first.values['name']} ({commune})"):
        assert hamlets.find(said) == [first]
    assert not hamlets.find(f"{first.values['name']}, xã Khác")


@pytest.mark.parametrize("name", ["tt", "agency", "heading"])
def test_a_field_has_no_name_that_means_something_else(name: str) -> None:
    head = f"list:\n  label: Hội\n  fields:\n    {name}: {{label: Cột}}\nentries: []\n"
    (found,) = [each for each in told({"data/lists/hoi.yaml": head}) if each.code == "field-name-taken"]
    assert (found.place.line, found.place.column) == (4, 5)
