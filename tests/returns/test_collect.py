"""Forms that came back: every fault is found at its cell, every good row is kept, nothing is lost by doing it again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from congvan.grids import intake
from congvan.grids.intake import LARGEST
from congvan.ledger.store import Store
from congvan.problems import Problem, Severity
from congvan.returns import collect as collect_module
from congvan.returns.collect import ArrivalDetails, collect, parse_arrival
from congvan.returns.state import ReturnsState
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.letters import c
from tests.returns.filling import blank, dataset, fill, people, slots
from tests.returns.planted import planted

Gather = Callable[..., tuple[ReturnsState, list[Problem]]]


@pytest.fixture
def gather(tmp_path: Path) -> Gather:
    """Collects an inbox written from {name: bytes} into one database."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    def run(files: dict[str, bytes], **arrival: Any) -> tuple[ReturnsState, list[Problem]]:
        for old in inbox.iterdir():
            old.unlink()
        for name, data in files.items():
            (inbox / name).write_bytes(data)
        with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
            _found, state, problems = collect(dataset(), [inbox], store, ArrivalDetails(who="test", **arrival))
        return state, problems

    return run


def told(problems: list[Problem], *severities: Severity) -> set[tuple[str, str, str]]:
    """(code, file, cell) of the problems."""
    wanted = severities or (Severity.ERROR, Severity.WARNING)
    return {(p.code, p.place.file, p.place.cell or str(p.place.where)) for p in problems if p.severity in wanted}


def names(state: ReturnsState, enterprise: str, district: str) -> list[str]:
    answer = state.of("bluezone-2020", "danh-sach", enterprise, district)
    return [row["values"]["ho-ten"] for row in answer.good(district)] if answer else []


def test_a_plain_form_is_taken_whole(gather: Gather) -> None:
    rows = people(1, 3)
    state, problems = gather({"renamed.xlsx": fill(blank("viettel-lang-son", "cao-loc"), rows)})
    assert not problems
    (answer,) = state.answers.values()
    assert answer.slot == ("bluezone-2020", "danh-sach", "viettel-lang-son", "cao-loc", "")
    found = [(r["values"]["ho-ten"], r["values"]["chuc-vu"], r["values"]["dien-thoai"], r["lead"]) for r in answer.rows]
    assert found == [(p["name"], p["title"], p["phone"], bool(p["lead"])) for p in rows]


def test_fifty_five_forms_with_planted_faults(gather: Gather) -> None:
    """Each fault at its cell and nothing else; every good row kept."""
    files, expected, kept = {}, set(), {}
    plants = planted()
    for index, (enterprise, district) in enumerate(slots()):
        name = f"{index:02}.xlsx"
        rows = people(index, 4)
        kept[enterprise, district] = [p["name"] for p in rows]
        plant = plants.get(index)
        change = None
        if plant:
            change, faults, lost = plant(rows)
            expected |= {(code, name, cell) for code, cell in faults}
            kept[enterprise, district] = [p["name"] for i, p in enumerate(rows) if i not in lost]
        files[name] = fill(blank(enterprise, district), rows, change)
    state, problems = gather(files)
    assert told(problems) == expected
    assert {slot: names(state, *slot) for slot in slots()} == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (942215080, "0942215080"),
        (9.42215080e8, "0942215080"),
        ("942215080", "0942215080"),
        ("0934.531.666", "0934.531.666"),
        ("0942\u00a0215\u00a0080", "0942 215 080"),
        ("'0942215080", "0942215080"),
        (84942215080, "0942215080"),
        ("+84942215080", "+84942215080"),
        (2053812345, "02053812345"),
        ("(0205) 3812345", "02053812345"),
        ("942,215,080", "0942215080"),
        ("0942\u00a0215\u200b080", "0942 215080"),
        ("\u202a0942215080\u202c", "0942215080"),  # as copied from a list of contacts
    ],
)
def test_phones_are_restored_where_that_is_certain(gather: Gather, typed: Any, kept: str) -> None:
    row = people(7, 1)[0] | {"phone": typed}
    state, problems = gather({"a.xlsx": fill(blank("vnpt-lang-son", "cao-loc"), [row])})
    (answer,) = state.answers.values()
    assert answer.rows[0]["values"]["dien-thoai"] == kept
    assert not told(problems)


def test_a_number_of_eleven_digits_is_asked_for_with_its_new_prefix(gather: Gather) -> None:
    row = people(7, 1)[0] | {"phone": "01662345678"}
    _state, problems = gather({"a.xlsx": fill(blank("vnpt-lang-son", "cao-loc"), [row])})
    assert next((p.code, p.place.cell) for p in problems if p.severity is Severity.ERROR) == ("phone-wrong", "D9")
    assert "0362345678" in problems[0].hint


def test_the_summary_of_an_enterprise_answers_its_districts(gather: Gather) -> None:
    form = blank("viettel-lang-son")
    rows = [p for index in range(11) for p in people(index, 2)]
    state, problems = gather({"tong-hop.xlsx": fill(form, rows, first=8)})
    assert not told(problems)
    for index, district in enumerate(d.id for d in dataset().districts):
        assert names(state, "viettel-lang-son", district) == [p["name"] for p in people(index, 2)]


def test_a_newer_answer_replaces_an_older_one_and_both_stay(gather: Gather) -> None:
    form = blank("viettel-lang-son", "cao-loc")
    one, two = people(1, 2), people(2, 3)
    gather({"a.xlsx": fill(form, one)})
    state, _problems = gather({"b.xlsx": fill(form, two)})
    assert names(state, "viettel-lang-son", "cao-loc") == [p["name"] for p in two]
    assert [bool(answer.replaced_by) for answer in state.answers.values()] == [True, False]


def test_arrival_decides_what_is_newer(gather: Gather) -> None:
    form = blank("viettel-lang-son", "cao-loc")
    gather({"late.xlsx": fill(form, people(1))}, received=parse_arrival("2020-08-20 15:30"))
    state, problems = gather({"early.xlsx": fill(form, people(2))}, received=parse_arrival("2020-08-19"))
    assert names(state, "viettel-lang-son", "cao-loc") == [p["name"] for p in people(1)]
    assert ("answer-replaced", "early.xlsx", "") in told(problems, Severity.NOTE)


def test_arrival_is_unknown_unless_it_is_said(gather: Gather) -> None:
    state, _problems = gather({"a.xlsx": fill(blank("viettel-lang-son", "cao-loc"), people(1))})
    assert [answer.received for answer in state.answers.values()] == [""]
    again, _problems = gather({"a.xlsx": fill(blank("viettel-lang-son", "cao-loc"), people(1))}, received="2020-08-20")
    assert [answer.received for answer in again.answers.values()] in (["", "2020-08-20"], ["2020-08-20"])


def test_collecting_again_changes_nothing(gather: Gather, tmp_path: Path) -> None:
    files = {"a.xlsx": fill(blank("viettel-lang-son", "cao-loc"), people(1)), "b.pdf": b"%PDF-1.4 scan"}
    files["copy of a.xlsx"] = files["a.xlsx"]
    gather(files, received="2020-08-20", register=12)
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
        before = store.events()
    state, problems = gather(files, received="2020-08-20", register=12)
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
        assert store.events() == before
        assert store.file(next(iter(state.answers))) == files["a.xlsx"]
    assert ("file-twice", "copy of a.xlsx", "") in told(problems, Severity.NOTE)
    assert len(state.answers) == 1
    assert sorted(body["number"] for body in state.register.values()) == [12, 13]
    assert {body["date"] for body in state.register.values()} == {"2020-08-20"}


def test_one_person_on_two_forms_is_told_with_both_places(gather: Gather) -> None:
    rows = people(1, 2)
    files = {
        "a.xlsx": fill(blank("viettel-lang-son", "cao-loc"), rows),
        "b.xlsx": fill(blank("viettel-lang-son", "binh-gia"), [people(2)[0], rows[1]]),
    }
    _state, problems = gather(files)
    (problem,) = [p for p in problems if p.code == "person-elsewhere"]
    assert {(problem.place.file, problem.place.cell), (problem.also[0].file, problem.also[0].cell)} == {
        ("a.xlsx", "B10"),
        ("b.xlsx", "B10"),
    }


def test_a_form_without_id_is_recognised_by_its_words_and_it_is_said(gather: Gather) -> None:
    def strip(book: Any, _sheet: Any) -> None:
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]
        book.properties.keywords = None

    state, problems = gather({"x.xlsx": fill(blank("viettel-lang-son", "cao-loc"), people(1), strip)})
    (answer,) = state.answers.values()
    assert answer.slot[2:4] == ("viettel-lang-son", "cao-loc")
    assert answer.body["how"] == "words"
    assert ("form-recognised", "x.xlsx", "") in told(problems, Severity.NOTE)


@pytest.mark.parametrize(
    ("form_id", "code"),
    [
        ("bluezone-2020/danh-sach/0/viettel-lang-son/cao-loc", "form-old"),
        ("bluezone-2019/danh-sach/1/viettel-lang-son/cao-loc", "form-other-dispatch"),
        ("bluezone-2020/danh-sach/1/fpt/cao-loc", "form-enterprise"),
        ("bluezone-2020/danh-sach/1/viettel-lang-son/ha-noi", "form-district"),
        ("bluezone-2020/bang-ke/1/viettel-lang-son/cao-loc", "form-unknown"),
    ],
)
def test_a_form_of_another_kind_is_named_and_not_merged(gather: Gather, form_id: str, code: str) -> None:
    def rename(book: Any, _sheet: Any) -> None:
        book.custom_doc_props["congvan-form"].value = form_id

    state, problems = gather(
        {"cao-loc--viettel-lang-son.xlsx": fill(blank("viettel-lang-son", "cao-loc"), people(1), rename)}
    )
    assert not state.answers
    assert code in {p.code for p in problems}


def test_scans_are_kept_as_evidence_to_be_typed(gather: Gather) -> None:
    state, problems = gather({"cao-loc--vnpt-lang-son.pdf": b"%PDF-1.7 scan", "photo.jpg": b"\xff\xd8\xff\xe0photo"})
    assert {event.body["state"] for event in state.evidence.values()} == {"received, to be typed"}
    assert {p.code for p in problems} == {"to-be-typed"}
    by_name = {event.body["file"]: event.body for event in state.evidence.values()}
    assert by_name["cao-loc--vnpt-lang-son.pdf"]["district"] == "cao-loc"


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_nothing_is_kept_of_a_classified_paper_and_the_others_are_read(
    gather: Gather, tmp_path: Path, form: str
) -> None:
    letter = letters.dispatch()
    letter.marks.insert(0, c("TỐI MẬT", 13, bold=True, framed=True, frame=(40, 8)))
    secret = to_docx(letter) if form == "docx" else to_pdf(letter)
    answer = fill(blank("viettel-lang-son", "cao-loc"), people(1, 3))
    state, problems = gather({f"van-ban.{form}": secret, "x.xlsx": answer})
    assert told(problems) == {("classified", f"van-ban.{form}", "")}
    assert len(state.answers) == 1
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
        assert all("van-ban" not in str(event.body) for event in store.events())
    assert b"van-ban" not in (tmp_path / "r.db").read_bytes()


@pytest.mark.parametrize(("cell", "classified"), [("A1", True), ("E2", True), ("C16", False)])
def test_a_mark_above_the_table_of_a_workbook_closes_it(
    gather: Gather, tmp_path: Path, cell: str, classified: bool
) -> None:
    def mark(_book: Any, sheet: Any) -> None:
        for merged in [m for m in sheet.merged_cells.ranges if cell in m]:
            sheet.unmerge_cells(str(merged))
        sheet[cell] = "TỐI MẬT"

    state, problems = gather({"bi-mat.xlsx": fill(blank("viettel-lang-son", "cao-loc"), people(1, 3), mark)})
    assert (told(problems) == {("classified", "bi-mat.xlsx", "")}) is classified
    assert bool(state.answers) is not classified
    assert (b"bi-mat" in (tmp_path / "r.db").read_bytes()) is not classified


def test_words_of_another_district_over_the_table_are_told(gather: Gather) -> None:
    def change(_book: Any, sheet: Any) -> None:
        sheet["A5"] = "Huyện/thành phố: Huyện Văn Lãng"

    _state, problems = gather({"a.xlsx": fill(blank("viettel-lang-son", "cao-loc"), people(1), change)})
    assert "form-words-differ" in {p.code for p in problems}


def test_nfd_is_the_same_person(gather: Gather) -> None:
    import unicodedata

    rows = people(1, 2)
    nfd = [row | {"name": unicodedata.normalize("NFD", row["name"])} for row in rows]
    state, problems = gather({"a.xlsx": fill(blank("viettel-lang-son", "cao-loc"), nfd)})
    assert names(state, "viettel-lang-son", "cao-loc") == [p["name"] for p in rows]
    assert not problems


def test_columns_moved_rows_added_and_a_merged_district(gather: Gather) -> None:
    rows = people(1, 30)

    def change(_book: Any, sheet: Any) -> None:
        sheet.merge_cells("E9:E38")

    form = blank("viettel-lang-son", "cao-loc")
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book["Danh sách"]
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > 20:
            sheet.unmerge_cells(str(merged))
    sheet.insert_rows(12, 20)
    out = io.BytesIO()
    book.save(out)
    state, problems = gather({"a.xlsx": fill(out.getvalue(), rows, change)})
    assert names(state, "viettel-lang-son", "cao-loc") == [p["name"] for p in rows]
    assert not told(problems)


@pytest.mark.parametrize(
    ("titles", "warned"),
    [
        ({"B": "HỌ VÀ TÊN", "D": "điện thoại  liên hệ:"}, []),
        ({"B": "Nhân viên", "D": "SĐT"}, [("column-renamed", "B8"), ("column-renamed", "D8")]),
        ({"B": "Nhân viên", "C": "Việc"}, [("column-missing", "8"), ("column-missing", "8")]),
    ],
)
def test_titles_that_were_typed_anew(gather: Gather, titles: dict[str, str], warned: list[tuple[str, str]]) -> None:
    """One strange title between two known ones is that column, and it is said; two side by side are asked about."""

    def change(_book: Any, sheet: Any) -> None:
        for column, title in titles.items():
            sheet[f"{column}8"].value = title

    rows = people(1, 2)
    state, problems = gather({"x.xlsx": fill(blank("viettel-lang-son", "cao-loc"), rows, change)})
    missing = [("name-missing", "9"), ("name-missing", "10")] if ("column-missing", "8") in warned else []
    assert sorted((p.code, p.place.cell) for p in problems) == sorted(warned + missing)
    taken = [] if missing else [row["name"] for row in rows]
    assert names(state, "viettel-lang-son", "cao-loc") == taken


def test_a_document_filled_in_word(gather: Gather) -> None:
    import docx

    rows = people(3, 3)
    document = docx.Document(io.BytesIO(blank("mobifone-lang-son", "chi-lang", "docx")))
    table = document.tables[0]
    for number, person in enumerate(rows, 1):
        for column, key in ((1, "name"), (2, "title"), (3, "phone"), (5, "lead")):
            table.cell(number, column).text = person[key]
    table.cell(4, 1).text, table.cell(4, 3).text = "Người Sai", "123"
    out = io.BytesIO()
    document.save(out)
    state, problems = gather({"a.docx": out.getvalue()})
    assert names(state, "mobifone-lang-son", "chi-lang") == [p["name"] for p in rows]
    assert told(problems) == {("phone-wrong", "a.docx", "table 1, row 5, cell 4")}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_exported_from_the_form(gather: Gather, separator: str) -> None:
    import csv

    rows = people(4, 2)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([["BIỂU DANH SÁCH"], ["Huyện/thành phố: Huyện Chi Lăng"], ["Doanh nghiệp: Viettel Lạng Sơn"], []])
    writer.writerow(["TT", "Họ tên", "Chức vụ", "Điện thoại liên hệ", "Huyện/thành phố", "Đầu mối"])
    for number, p in enumerate(rows, 1):
        writer.writerow([number, p["name"], p["title"], p["phone"], "Chi Lăng", p["lead"]])
    writer.writerow([3, "=1+1", "", "0942215080", "", ""])
    state, problems = gather({"a.csv": text.getvalue().encode("utf-8-sig")})
    assert names(state, "viettel-lang-son", "chi-lang") == [p["name"] for p in rows]
    assert told(problems) == {("cell-formula", "a.csv", "B8")}


def test_what_is_no_form_at_all(gather: Gather) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as package:
        package.writestr("a.txt", "x")
    files = {
        "a.zip": zipped.getvalue(),
        "b.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "c.xlsx": b"<html><table></table></html>",
        "d.csv": b"a,b\n1,2\n",
        "e.bin": b"\0\1\2" * 100,
        "e.eml": b"From: a@b.vn\r\nSubject: Danh sach\r\n\r\nx",
        "e.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"),
        "e.rtf": b"{\\rtf1 x}",
        "e.txt": "BM;Họ và tên\n1;2\n".encode(),
        "f.xlsx": b"",
        "g.xlsx": fill(blank("viettel-lang-son", "cao-loc"), [])[:-300],
    }
    state, problems = gather(files)
    assert not state.answers
    assert {p.place.file: p.message.id for p in problems} == {
        "a.zip": "file-kind.zip",
        "b.xls": "file-old-office",
        "c.xlsx": "file-kind.workbook",
        "d.csv": "form-unknown.none",
        "e.bin": "file-kind.unknown",
        "e.eml": "file-mail.text",
        "e.msg": "file-mail.outlook",
        "e.rtf": "file-kind.rtf",
        "e.txt": "form-unknown.none",
        "f.xlsx": "file-empty",
        "g.xlsx": "file-damaged.file-damaged",
    }


def test_a_large_scan_is_kept_as_evidence(gather: Gather, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stamped form scanned in colour is larger than any form that is typed."""
    monkeypatch.setattr(intake, "LARGEST_SCAN", LARGEST + 1000)
    monkeypatch.setattr(collect_module, "LARGEST_SCAN", LARGEST + 1000)
    size = LARGEST + 1000
    files = {
        "a.pdf": b"%PDF-1.7".ljust(size, b"\0"),
        "b.heic": b"\0\0\0\x1cftypheic".ljust(size + 1, b"\0"),
        "c.csv": b"a;b".ljust(size, b"\n"),
    }
    state, problems = gather(files)
    assert [event.body["file"] for event in state.evidence.values()] == ["a.pdf"]
    assert {p.place.file: p.message.id for p in problems} == {
        "a.pdf": "to-be-typed",
        "b.heic": "file-large.scan",
        "c.csv": "file-large.file",
    }
