"""Inboxes: every file is named, read within limits, kept once; nothing that a stranger sends stops the others."""

from __future__ import annotations

import email.message
import io
import itertools
import os
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from congvan.core import libreoffice
from congvan.returns.inboxes import ArrivalDetails, Collected, collect, read_file
from congvan.returns.intake.opened import opened
from congvan.returns.intake.sent import SentFile, files_of
from congvan.returns.ledger.store import Store
from tests.acceptance.promises.line import LONG
from tests.pace import Watch
from tests.returns import filling
from tests.returns.filling import blank, fill, slots
from tests.returns.filling import people as filled_in
from tests.returns.planted import planted
from tests.returns.reading.filled import Page, csv_text, dataset, docx, page, xlsx
from tests.returns.reading.test_reading import PEOPLE, people, put

Gather = Callable[..., Collected]
needs_libreoffice = pytest.mark.full("LibreOffice")


@pytest.fixture
def gather(tmp_path: Path) -> Gather:
    """Collects an inbox written from {name: bytes} into one database."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    def run(files: dict[str | bytes, bytes], **arrival: Any) -> Collected:
        for old in inbox.iterdir():
            old.unlink()
        for name, data in files.items():
            with open(os.path.join(os.fsencode(inbox), os.fsencode(name)), "wb") as file:
                file.write(data)
        with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
            return collect(dataset(), [inbox], store, ArrivalDetails(who="test", **arrival))

    return run


def states(found: Collected) -> dict[str, str]:
    return {each.file: each.kind for each in found.files}


def told(found: Collected) -> dict[str, set[str]]:
    """What is told of each file, but for notes."""
    by_file: dict[str, set[str]] = {}
    for problem in found.problems:
        if str(problem.severity) != "note":
            by_file.setdefault(problem.place.file, set()).add(problem.code)
    return by_file


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_what_is_collected_twice_is_kept_once(gather: Gather) -> None:
    files: dict[str | bytes, bytes] = {"a.xlsx": xlsx(people()), "b.csv": csv_text(people())}
    first, again = gather(files), gather(files)
    assert list(first.records.answers) == list(again.records.answers)
    assert len(again.records.answers) == 2


def test_a_copy_is_told_and_not_counted(gather: Gather) -> None:
    data = xlsx(people())
    found = gather({"a.xlsx": data, "b.xlsx": data})
    assert states(found) == {"a.xlsx": "answer"}
    assert [p.code for p in found.problems] == ["file-twice"]


def test_a_name_that_is_no_utf_8_stops_nobody(gather: Gather) -> None:
    found = gather({"good.xlsx": xlsx(people()), b"Bi\xeau C\xe1o.xlsx": b"x" * 30})
    assert states(found) == {"good.xlsx": "answer", "Bi[?]u C[?]o.xlsx": "refused"}


def test_signs_in_a_name_are_shown_as_paper_carries_them(gather: Gather) -> None:
    found = gather({"DS 👍\x1b[31m.xlsx": xlsx(people())})
    (file,) = found.files
    assert file.body["file"] == file.file == "DS [?][?][31m.xlsx"


def shared_part(data: bytes, sheets: int = 40) -> bytes:
    """A workbook whose sheets are one part, which is long."""
    out, rng = io.BytesIO(), random.Random(1)
    junk = b"".join(b"<x/>" * 30 + b"<!--%s-->" % rng.randbytes(8).hex().encode() for _ in range(5_000))
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b"</sheetData>" + junk)
            if name == "xl/workbook.xml":
                found = re.search(rb"<sheet [^>]*/>", content)
                assert found
                made = [
                    re.sub(
                        rb'name="[^"]*"',
                        b'name="s%d"' % n,
                        re.sub(rb'sheetId="\d+"', b'sheetId="%d"' % (n + 9), found[0]),
                    )
                    for n in range(sheets)
                ]
                content = content.replace(found[0], b"".join(made), 1)
            target.writestr(name, content)
    return out.getvalue()


def test_forty_sheets_that_are_one_part_are_refused_at_once(gather: Gather) -> None:
    data = shared_part(xlsx(people()))
    watch = Watch()
    found = gather({"a.xlsx": data, "b.csv": csv_text(people())})
    assert watch.seconds() < 4
    assert states(found) == {"a.xlsx": "refused", "b.csv": "answer"}
    assert told(found)["a.xlsx"] == {"file-bomb"}


HOSTILE: dict[str, bytes] = {
    "empty.xlsx": b"",
    "noise.bin": bytes(range(256)) * 20,
    "markup.html": b"<html><table><tr><td>a</td></tr></table></html>",
    "cut.xlsx": xlsx(people())[:2_000],
    "bomb.zip": zipped({"a.csv": b"0" * (60 << 20)}),
    "many.zip": zipped({f"{n}.txt": b"x" for n in range(600)}),
    "mail.eml": b"From: a@mau.vn\nTo: b@mau.vn\nSubject: x\n\nxin gui bao cao\n",
    "nul.csv": b"TT;H\xc3\xb9ng\0;x\n",
    "latin.csv": b"TT;H\xf9ng;x\n",
    "loop.zip": zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.csv": b"a;b"})})})}),
    "rar.rar": b"Rar!\x1a\x07\x00" + bytes(60),
}


def test_hostile_files_are_refused_each_by_name(gather: Gather) -> None:
    found = gather({**HOSTILE, "good.xlsx": xlsx(people())})
    kinds = states(found)
    assert kinds.pop("good.xlsx") == "answer"
    assert set(kinds.values()) == {"refused"}
    assert {name.partition("/")[0] for name in kinds} == set(HOSTILE)
    assert all(told(found)[name] for name in kinds)


def test_an_archive_is_its_files(gather: Gather) -> None:
    inside = {
        "Nộp/a.xlsx": xlsx(people()),
        "__MACOSX/._a.xlsx": b"x",
        "b.csv": csv_text(page("thanh-vien", {"xa": "xa-b", "don_vi": "dv-a"}, bang=PEOPLE)),
    }
    found = gather({"gui.zip": zipped(inside)})
    assert states(found) == {"gui.zip/Nộp/a.xlsx": "answer", "gui.zip/b.csv": "answer"}


def test_a_mail_is_its_attachments(gather: Gather) -> None:
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@mau.vn", "b@mau.vn", "Nộp biểu"
    mail.set_content("Kính gửi, xin gửi biểu.")
    mail.add_attachment(xlsx(people()), maintype="application", subtype="octet-stream", filename="Biểu.xlsx")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(50), maintype="image", subtype="png", filename="z612.png")
    found = gather({"thu.eml": mail.as_bytes()})
    assert states(found) == {"thu.eml/Biểu.xlsx": "answer", "thu.eml/z612.png": "evidence"}


def test_a_photograph_is_kept_and_named_as_far_as_its_name_tells(gather: Gather) -> None:
    photo = b"\xff\xd8\xff\xe0" + bytes(100)
    found = gather(
        {"z612345.jpg": photo, "thanh-vien--xa-a--dv-b.jpg": photo + b"1", "xa-b--ds-thon--3.jpg": photo + b"2"}
    )
    bodies = {each.file: (each.body["form"], each.body["keys"]) for each in found.files}
    assert bodies["z612345.jpg"] == ("", {})
    assert bodies["thanh-vien--xa-a--dv-b.jpg"] == ("thanh-vien", {"xa": "xa-a", "don_vi": "dv-b"})
    assert bodies["xa-b--ds-thon--3.jpg"] == ("ds-thon", {"xa": "xa-b"})


def test_files_beside_an_answer_are_its_attachments(gather: Gather) -> None:
    rows: Any = {"ca_nhan": [{"ho-ten": "Nguyễn Văn An"}], "chung": [{"tong-so": 9}]}
    found = gather(
        {
            "a.xlsx": xlsx(page("thi-dua", {"don_vi": "dv-a"}, **rows)),
            "thi-dua--dv-a--bao-cao--1.pdf": b"%PDF-1.4 x",
            "thi-dua--dv-a--bien-ban.docx": docx(Page(row=1, cells={(1, 1): "Biên bản họp"})),
        }
    )
    ((answer,),) = found.records.answers_to("cv", "thi-dua").values()
    assert list(answer.attachments) == [{"id": "bao-cao", "n": 1}, {"id": "bien-ban", "n": None}]
    assert not told(found)


def test_a_classified_paper_leaves_nothing(gather: Gather) -> None:
    def change(document: Any) -> None:
        document.paragraphs[0].insert_paragraph_before("TỐI MẬT")

    found = gather({"a.docx": docx(people(), change)})
    assert (states(found), found.records.refused, told(found)["a.docx"]) == ({"a.docx": "refused"}, {}, {"classified"})


def test_a_number_of_the_register_is_given_once(gather: Gather) -> None:
    gather({"a.xlsx": xlsx(people())}, register=7, received="2026-08-21T10:00+07:00")
    found = gather({"b.csv": csv_text(people()), "c.xlsx": xlsx(people(), put(B5="Vi Văn Sáu"))}, register=7)
    assert sorted(body["number"] for body in found.records.register.values()) == [7, 8, 9]
    assert told(found)["b.csv"] == {"register-taken"}
    assert "register-taken" not in told(found).get("c.xlsx", ())  # 9 was free


def test_two_answers_of_one_file_have_subjects_of_their_own(gather: Gather) -> None:
    first, second = people(), page("thanh-vien", {"xa": "xa-b", "don_vi": "dv-a"}, bang=PEOPLE[:1])
    first.form_id = ""
    found = gather({"a.xlsx": xlsx(first, None, hai=second)})
    subjects = [each.subject for each in found.files]
    assert subjects == [subjects[0], f"{subjects[0]}/2"]
    assert {answer.id.entries["xa"] for answer in found.records.answers.values()} == {"xa-a", "xa-b"}


def test_a_scan_that_was_typed_is_linked(gather: Gather) -> None:
    gather({"scan.jpg": b"\xff\xd8\xff\xe0" + bytes(100)}, received="2026-08-20T09:00+07:00")
    found = gather({"a.xlsx": xlsx(people())}, scan="scan.jpg")
    (answer,) = found.records.answers.values()
    assert (answer.received, list(found.records.typed.values())) == ("2026-08-20T09:00+07:00", [answer.subject])


@needs_libreoffice
def test_files_of_other_formats_come_through_libreoffice(gather: Gather, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, filters in {"xls": "xls:MS Excel 97", "doc": "doc:MS Word 97"}.items():
        monkeypatch.setitem(libreoffice.FILTERS, name, filters)
    made: dict[str | bytes, bytes] = {
        "a.xls": libreoffice.convert(xlsx(people()), "xlsx", "xls"),
        "c.doc": libreoffice.convert(docx(people()), "docx", "doc"),
    }
    found = gather(made)
    assert states(found) == {"a.xls": "answer", "c.doc": "answer"}
    rows = [[row["values"]["ho-ten"] for row in each.body["sections"]["bang"]] for each in found.files]
    names = [person["ho-ten"] for person in PEOPLE]
    assert rows == [names, names]


@needs_libreoffice
def test_a_pdf_with_a_text_layer_is_read(gather: Gather) -> None:
    def ruled(document: Any) -> None:
        for table in document.tables:
            table.style = "Table Grid"
        max(document.tables, key=lambda table: len(table.rows)).rows[1].cells[1].text = "Trần Khuyênhydroxychloroquine"

    found = gather({"a.pdf": libreoffice.convert(docx(people(), ruled), "docx", "pdf")})
    (file,) = found.files
    assert (file.kind, file.body["how"], file.body["signed"]) == ("answer", "words", False)
    rows = file.body["sections"]["bang"]
    assert [row["values"]["dien-thoai"] for row in rows] == [p["dien-thoai"] for p in PEOPLE]
    asked = [[(issue["code"], issue["column"]) for issue in row["issues"]] for row in rows]
    assert asked == [[("cell-parted", "ho-ten")], *([] for _ in rows[1:])]


def test_an_answer_that_a_newer_one_replaces_is_told(gather: Gather) -> None:
    gather({"a.xlsx": xlsx(people())}, received="2026-08-21T10:00+07:00")
    found = gather({"b.csv": csv_text(people())}, received="2026-08-20")
    assert ("answer-replaced", "b.csv") in {(p.code, p.place.file) for p in found.problems}


def test_two_that_come_in_one_run_are_asked_about_on_each_run(gather: Gather) -> None:
    fewer = page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=[{**PEOPLE[0], "dien-thoai": "0912345999"}])
    both: dict[str | bytes, bytes] = {"a.xlsx": xlsx(people()), "b.csv": csv_text(fewer)}
    runs = [gather(both, received="2026-08-21T10:00+07:00"), gather(both)]
    for found in runs:
        (told,) = [p for p in found.problems if p.code in ("answers-at-once", "answer-replaced")]
        assert (told.code, told.place.file, told.message.values["file"]) == ("answers-at-once", "a.xlsx", "b.csv")
        assert {each.body["run"] for each in found.files} == {1}


@pytest.mark.every(4)
@pytest.mark.parametrize("index", range(55))
def test_the_sample_of_2020_gives_the_same_people(index: int) -> None:
    """The blanks that were sent out then, with their ids of five steps, filled in with the faults of then."""
    enterprise, district = slots()[index]
    typed = filled_in(index, 4)
    change, faults, lost = None, [], set()
    if plant := planted().get(index):
        change, faults, lost = plant(typed)
    sent = SentFile("a.xlsx", lambda: fill(blank(enterprise, district), typed, change))
    (file,) = read_file(opened(sent, {}), filling.known())
    rows = file.body["sections"]["bang"]
    assert file.body["keys"] == {"huyen": district, "doanh_nghiep": enterprise}
    names = [person["name"] for number, person in enumerate(typed) if number not in lost]
    assert [row["values"]["ho-ten"] for row in rows if row["state"] == "taken"] == names
    told = {(p.code, p.place.cell) for p in file.problems if str(p.severity) != "note"}
    assert told == {(NEW_CODES.get(code, code), "B11" if cell == "11" else cell) for code, cell in faults}


NEW_CODES = {
    "district-other": "cell-locked",
    "district-unknown": "column-reference",
    "cell-date": "column-text",
    "cell-error": "column-text",
}
"""What is told today of the faults that had words of their own."""


def test_the_summary_of_2020_answers_for_its_districts() -> None:
    typed = [person for number in range(11) for person in filled_in(number, 2)]
    sent = SentFile("a.xlsx", lambda: fill(blank("viettel-lang-son"), typed, first=8))
    (file,) = read_file(opened(sent, {}), filling.known())
    assert file.body["keys"] == {"huyen": "", "doanh_nghiep": "viettel-lang-son"}
    found = [(row["values"]["huyen"], row["values"]["ho-ten"]) for row in file.body["sections"]["bang"]]
    districts = [district for district in filling.dataset().lists["huyen"].ids for _twice in range(2)]
    assert found == [(district, person["name"]) for district, person in zip(districts, typed, strict=True)]


def varied(count: int) -> Iterator[tuple[str, bytes]]:
    """So many files with the same form, all different: XLSX, CSV and DOCX in turn."""
    made = {"xlsx": xlsx(people()), "csv": csv_text(people()), "docx": docx(people())}
    for number, (suffix, data) in zip(range(count), itertools.cycle(made.items()), strict=False):
        if suffix == "csv":
            yield f"{number:05}.csv", data + b"\n;;%d" % number
            continue
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as package:
            package.writestr(f"x{number}.xml", "<a/>")
        yield f"{number:05}.{suffix}", out.getvalue()


@pytest.mark.full("long runs")
def test_time_grows_with_the_number_of_files(gather: Gather) -> None:
    """Ten thousand in a minute: `CONGVAN_LONG=1 pytest tests/returns/test_inboxes.py -k grows`."""
    times = []
    for count in (1_000, 10_000) if LONG else (30, 120):
        files: dict[str | bytes, bytes] = dict(varied(count))
        watch = Watch()
        found = gather(files)
        times.append(watch.seconds() / count)
        assert {each.kind for each in found.files} == {"answer"}
    assert times[-1] < 2 * times[0]
    assert times[-1] < (0.006 if LONG else 0.03)


def test_files_under_names_of_ours_are_told_by_their_own(tmp_path: Path) -> None:
    (tmp_path / "0001").write_bytes(b"%PDF-1.7 hong")
    (tmp_path / "0002").write_bytes(b"GIF89a")
    names = {"0002": "cao-loc/../anh.gif"}
    found = [each.name for each in files_of([tmp_path], names)]
    assert found == ["0001", "cao-loc/../anh.gif"]
    assert [each.name for each in files_of([tmp_path / "0002"], names)] == ["cao-loc/../anh.gif"]
