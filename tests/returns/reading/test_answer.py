"""A file as an answer: rows in every format, nil returns, what Word writes in its own ways, what is told beside."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from lxml import etree

from congvan.grids import docx as docx_grid
from congvan.grids import docx_styles
from congvan.grids.grid import RestOfRow
from congvan.grids.intake import OfficePackage
from congvan.returns.reading.answer import FoundAnswer, read_answers
from tests.returns.reading.filled import Page, codes, csv_text, docx, known, one, page, read, rows, xlsx
from tests.returns.reading.test_reading import PEOPLE, WEEK, day, people, put, week

FORMATS = [("a.xlsx", xlsx), ("a.csv", csv_text), ("a.docx", docx)]


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_the_same_rows_come_out_of_every_format(name: str, write: Any) -> None:
    answer = one(write(people()), name)
    assert [row["ho-ten"] for row in rows(answer)] == [person["ho-ten"] for person in PEOPLE]
    assert answer.body["keys"] == {"xa": "xa-a", "don_vi": "dv-a"}
    assert answer.body["how"] == {"a.csv": "words", "a.docx": "print"}.get(name, "form")  # by the keywords


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_heads_of_two_lines_with_codes_and_lines_below(name: str, write: Any) -> None:
    made = week(nguoi=[{"nguoi-bao-cao": "Lò Thị Mẫu", "dien-thoai": "0912345001"}])
    answer = one(write(made), name)
    assert [(row["mac"], row["chet"], row["ghi"]) for row in rows(answer, "so-lieu")] == [
        (3, 0, 3),
        (1, 1, 2),
        (0, 0, 0),
    ]
    assert rows(answer, "nguoi") == [{"nguoi-bao-cao": "Lò Thị Mẫu", "dien-thoai": "0912345001"}]
    assert [row["entry"] for row in answer.body["sections"]["so-lieu"]] == ["benh-a", "benh-b", "benh-c"]


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_a_ticked_nil_return_is_an_answer(name: str, write: Any) -> None:
    answer = one(write(page("tuan", {"xa": "xa-a"}, "2026-t37", nil=True)), name)
    assert (answer.body["nil"], rows(answer, "so-lieu"), codes(answer)) == (True, [], [])


@pytest.mark.parametrize("typed", ["Không phát sinh", "Trong tuần không ghi nhận ca bệnh", "không có ca nào"])
def test_a_nil_return_typed_in_place_of_rows(typed: str) -> None:
    made = page("tuan", {"xa": "xa-a"}, "2026-t37")
    made.cells[7, 2] = typed
    del made.cells[7, 1]
    assert one(xlsx(made)).body["nil"]


def test_a_nil_return_with_rows_is_asked_about() -> None:
    answer = one(xlsx(page("tuan", {"xa": "xa-a"}, "2026-t37", nil=True, so_lieu=WEEK)))
    assert [issue["code"] for issue in answer.body["asked"]] == ["nil-contradicted"]
    assert not answer.body["nil"]


def test_an_empty_form_is_no_answer() -> None:
    answers, problems = read(xlsx(page("tuan", {"xa": "xa-a"}, "2026-t37")))
    assert (answers, [p.code for p in problems]) == ([], ["form-empty"])


def split(document: Any) -> None:
    """Split the table behind its second row, as Word does."""
    from docx.oxml import OxmlElement

    table = max(document.tables, key=lambda each: len(each.rows))._tbl
    rest = copy.deepcopy(table)
    table.addnext(rest)
    table.addnext(OxmlElement("w:p"))
    for row in table.tr_lst[3:]:
        table.remove(row)
    for row in rest.tr_lst[:3]:
        rest.remove(row)


def test_a_table_of_a_document_that_was_split() -> None:
    answer = one(docx(people(), split), "a.docx")
    assert [row["ho-ten"] for row in rows(answer)] == [person["ho-ten"] for person in PEOPLE]
    assert ("table-split", "table 2, row 1") in codes(answer)


def test_a_table_that_goes_on_over_the_page_is_no_split_one() -> None:
    filled = docx_grid.read(OfficePackage(docx(people(), split), "a.docx"))
    rest = filled.grids[1]
    rest.rest = RestOfRow(rest.lines[0].number, {}, {}, {}, sure=True)
    (answer,), _problems = read_answers(filled, known(), "pdf")
    assert len(rows(answer)) == len(PEOPLE)
    assert "table-split" not in [code for code, _cell in codes(answer)]
    assert "table-split" in [problem.code for problem in answer.problems]  # a note


def tracked(document: Any) -> None:
    """Delete the second person in a tracked change, as Word does: the row, and what stands in it."""
    row = max(document.tables, key=lambda each: len(each.rows)).rows[2]
    row._tr.get_or_add_trPr().append(word("<w:del/>"))
    for cell in row.cells:
        said = cell.text
        emptied(cell).append(word(removed(said)))


def test_a_row_deleted_in_tracked_changes_is_told() -> None:
    answers, problems = read(docx(people(), tracked), "a.docx")
    assert [row["ho-ten"] for row in rows(answers[0])] == ["Nguyễn Văn An", "Lê Đức Chiến"]
    assert [p.message.values["words"][:17] for p in problems if p.code == "row-deleted"] == ["2 | Trần Thị Bình"]
    assert not any(p.code == "text-deleted" for p in problems)


@pytest.mark.parametrize(
    ("row", "at", "mark", "state", "told"),
    [
        (1, 1, "cellDel", "asked", ["row-moved", "text-deleted"]),
        (1, 2, "cellIns", "asked", ["row-moved"]),
        (None, 6, "cellDel", "taken", ["column-missing", "text-deleted", "text-deleted"]),
        (None, 6, "cellIns", "taken", []),
        (1, 2, 'cellMerge w:vMerge="rest"', "taken", []),
    ],
)
def test_a_cell_put_in_or_taken_out_in_tracked_changes(
    row: int | None, at: int, mark: str, state: str, told: list[str]
) -> None:
    def change(document: Any) -> None:
        lines = max(document.tables, key=lambda each: len(each.rows)).rows
        for line in lines if row is None else [lines[row]]:
            line.cells[at]._tc.get_or_add_tcPr().append(word(f"<w:{mark}/>"))

    answers, problems = read(docx(people(), change), "a.docx")
    assert answers[0].body["sections"]["bang"][0]["state"] == state
    codes = [p.code for p in (*answers[0].problems, *problems) if str(p.severity) != "note"]
    assert sorted(code for code in codes if code in ("row-moved", "text-deleted", "column-missing")) == told


def test_a_table_within_a_cell_is_told_and_not_read() -> None:
    def change(document: Any) -> None:
        cell = max(document.tables, key=lambda each: len(each.rows)).rows[1].cells[1]
        cell.add_table(1, 1).rows[0].cells[0].text = "Lò Văn Lồng"

    answers, problems = read(docx(people(), change), "a.docx")
    assert rows(answers[0])[0]["ho-ten"] == "Nguyễn Văn An"
    assert [p.message.values for p in problems if p.code == "table-nested"] == [{"text": "Lò Văn Lồng"}]


def word(xml: str) -> Any:
    """An element of a document."""
    from docx.oxml import parse_xml

    names = {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }
    stated = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {stated}", xml))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def removed(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def box(inside: str) -> str:
    """A text box as Word writes it: twice, for itself and for programs of before."""
    inside = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def emptied(cell: Any) -> Any:
    """The only paragraph of a cell, without its text."""
    paragraph = cell.paragraphs[0]._p
    paragraph.clear_content()
    return paragraph


PHONE = "0912345777"
STRUCK_BEFORE = "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("phone", "said", "told"),
    [
        ([f"<w:ins>{run(PHONE)}</w:ins>"], PHONE, set()),
        ([removed("0912345001"), f"<w:ins>{run(PHONE)}</w:ins>"], PHONE, {("text-deleted", "0912345001")}),
        ([removed("0912345001")], "", {("text-deleted", "0912345001")}),
        ([f"<w:moveTo>{run(PHONE)}</w:moveTo>"], PHONE, set()),
        ([box(f"<w:p>{run(PHONE)}</w:p>")], PHONE, {("text-box", PHONE)}),
        ([f"<mc:AlternateContent><mc:Fallback>{run(PHONE)}</mc:Fallback></mc:AlternateContent>"], PHONE, set()),
        ([f"<w:sdt><w:sdtContent>{run(PHONE)}</w:sdtContent></w:sdt>"], PHONE, set()),
        ([f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Bấm')}</w:sdtContent></w:sdt>"], "", set()),
        (["<w:r><w:object/></w:r>"], "", {("picture", "")}),
        ([f"<w:moveFrom>{run(PHONE)}</w:moveFrom>"], "", {("text-deleted", PHONE)}),
        (
            [f"<w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>{PHONE}</w:t></w:r>"],
            PHONE,
            set(),
        ),
        ([f"<w:r><w:ruby><w:rt>{run('1')}</w:rt><w:rubyBase>{run(PHONE)}</w:rubyBase></w:ruby></w:r>"], PHONE, set()),
    ],
)
def test_what_word_writes_in_its_own_ways_is_read_or_told(
    phone: list[str], said: str, told: set[tuple[str, str]]
) -> None:
    def change(document: Any) -> None:
        paragraph = emptied(max(document.tables, key=lambda each: len(each.rows)).rows[1].cells[5])
        for each in phone:
            paragraph.append(word(each))

    answers, problems = read(docx(people(), change), "a.docx")
    first = answers[0].body["sections"]["bang"][0]
    assert (first["values"]["dien-thoai"], first["state"]) == (said, "taken" if said else "asked")
    assert {(p.code, str(p.message.values.get("text", ""))) for p in problems} == told


@pytest.mark.parametrize(("name", "asked"), [("Nguyễn Văn An\nLò Thị Hai", True), ("Nguyễn Văn\nAn", False)])
def test_two_names_on_two_lines_of_a_cell_are_asked_about(name: str, asked: bool) -> None:
    def change(document: Any) -> None:
        max(document.tables, key=lambda each: len(each.rows)).rows[1].cells[1].text = name  # Shift and Enter

    answer = one(docx(people(), change), "a.docx")
    assert ("column-name" in {code for code, _cell in codes(answer)}) is asked


def test_styles_that_files_share_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []
    monkeypatch.setattr(docx_styles, "_KNOWN", {})
    monkeypatch.setattr(docx_styles, "_formats_by_style", lambda data: times.append(len(data)) or {})
    assert [len(rows(one(docx(people()), "a.docx"))) for _twice in range(2)] == [3, 3]
    assert len(times) == 1


def test_a_footnote_is_asked_about_as_a_comment_is() -> None:
    def change(document: Any) -> None:
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        note = word(f'<w:footnotes><w:footnote w:id="2"><w:p>{run("nghỉ từ 1/9")}</w:p></w:footnote></w:footnotes>')
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, etree.tostring(note))
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        cell = max(document.tables, key=lambda each: len(each.rows)).rows[2].cells[1]
        cell.paragraphs[0]._p.append(word('<w:r><w:footnoteReference w:id="2"/></w:r>'))

    answer = one(docx(people(), change), "a.docx")
    assert ("cell-comment", "table 1, row 3, cell 2") in codes(answer)


def test_what_stands_in_a_box_beside_the_table_is_told() -> None:
    row = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("4", "Vi Văn Sáu", "", "", "", PHONE, ""))
    for inside, names in ((f"<w:p>{run('Vi Văn Sáu')}</w:p>", 3), (f"<w:tbl><w:tr>{row}</w:tr></w:tbl><w:p/>", 4)):

        def change(document: Any, inside: str = inside) -> None:
            document.add_paragraph()._p.append(word(box(inside)))

        answers, problems = read(docx(people(), change), "a.docx")
        assert len(rows(answers[0])) == names
        assert [p.code for p in problems] == ["text-box"]


def test_people_typed_below_the_table_are_told() -> None:
    def change(document: Any) -> None:
        document.add_paragraph("4. Vi Văn Sáu, nhân viên, 0912345999")

    assert ("text-beside", "") in codes(one(docx(people(), change), "a.docx"))


def test_symbols_and_hyphens_of_word() -> None:
    def change(document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        table = max(document.tables, key=lambda each: len(each.rows))
        mark = table.rows[2].cells[6].paragraphs[0]._p
        mark.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'))
        phone = table.rows[3].cells[5].paragraphs[0]
        phone._p.clear_content()
        phone._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>0912</w:t><w:noBreakHyphen/><w:t>345015</w:t></w:r>"))

    found = rows(one(docx(people(), change), "a.docx"))
    assert (found[1]["to-truong"], found[2]["dien-thoai"]) == ("x", "0912-345015")


def test_a_workbook_that_counts_from_1904() -> None:
    import datetime

    def change(book: Any, sheet: Any) -> None:
        book.epoch = datetime.datetime(1904, 1, 1)
        sheet["C5"] = datetime.date(1990, 4, 25)

    assert rows(one(xlsx(people(), change)))[0]["ngay-sinh"] == "1990-04-25"


def test_a_form_left_open_answers_for_every_entry_that_it_names() -> None:
    typed = [
        {"ho-ten": "Hứa Văn An", "dien-thoai": "0912345001", "xa": "Xã Mẫu A"},
        {"ho-ten": "Hứa Văn Ba", "dien-thoai": "0912345002", "xa": "Phường Mẫu B"},
        {"ho-ten": "Hứa Văn Chi", "dien-thoai": "0912345003", "xa": ""},
    ]
    made = page("tong-hop", {"xa": "", "don_vi": "dv-a"}, bang=typed)
    made.cells.pop((7, 5), None)
    answer = one(xlsx(made))
    assert answer.body["keys"] == {"xa": "", "don_vi": "dv-a"}
    assert [row["xa"] for row in rows(answer)] == ["xa-a", "xa-b"]
    assert [issue["column"] for row in answer.body["sections"]["bang"] for issue in row["issues"]] == ["xa"]


def test_checks_between_sections_ask_about_the_answer() -> None:
    people_of = [{"ho-ten": "Nguyễn Văn An"}, {"ho-ten": "Trần Thị Bình"}]
    answer = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 1}], ca_nhan=people_of)))
    assert [issue["code"] for issue in answer.body["asked"]] == ["check-failed"]
    assert answer.body["sections"]["chung"][0]["values"] == {"tong-so": 1}


def test_findings_are_kept_with_the_answer() -> None:
    answer = one(xlsx(day(), put(B7=228)))
    assert [(f["code"], f["severity"], f["cell"]) for f in answer.body["findings"]] == [
        ("total-differs", "error", "Biểu!B7")
    ]
    assert answer.body["totals"] == {"bang": {"luot": 228}}


def kinds(answer: FoundAnswer) -> set[str]:
    return {code for code, _cell in codes(answer)}


def test_page_is_plain() -> None:
    assert isinstance(people(), Page)
    assert kinds(one(xlsx(people()))) == set()


def test_several_answers_on_one_line() -> None:
    made = week()
    row = next(r for r, c in made.cells if c == 1 and str(made.cells[r, c]).startswith("Người báo cáo"))
    made.cells[row, 1] = "- Người báo cáo: Lò Thị Mẫu      Điện thoại: 0912345001"
    made.cells.pop((row + 1, 1), None)
    assert rows(one(xlsx(made)), "nguoi") == [{"nguoi-bao-cao": "Lò Thị Mẫu", "dien-thoai": "0912345001"}]


def test_a_file_that_was_typed_in_one_encoding_throughout_leaves_no_word_in_doubt() -> None:
    names = ["NguyÔn V¨n An", "TrÇn ThÞ B×nh", "Ph¹m V¨n C­¬ng", "Chu Kim LÖ", "Lý Kim Dòng"]
    typed = [{**PEOPLE[0], "ho-ten": name, "dien-thoai": f"091234500{n}"} for n, name in enumerate(names)]
    typed[1:] = [{name: said for name, said in each.items() if name not in ("cccd", "to-truong")} for each in typed[1:]]
    keys = {"xa": "xa-a", "don_vi": "dv-a"}
    found = one(xlsx(page("thanh-vien", keys, bang=typed)))
    assert [row["values"]["ho-ten"] for row in found.body["sections"]["bang"]][3:] == ["Chu Kim Lệ", "Lý Kim Dũng"]
    assert {code for code, _cell in codes(found)} == {"cell-encoding"}
    assert all(row["state"] == "taken" for row in found.body["sections"]["bang"])
    mixed = one(xlsx(page("thanh-vien", keys, bang=[*typed, {**typed[1], "ho-ten": "Nguyễn Thị Hợi"}])))
    assert [row["state"] for row in mixed.body["sections"]["bang"]][3:5] == ["asked", "asked"]
