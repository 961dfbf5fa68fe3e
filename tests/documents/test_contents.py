"""What the papers of a dispatch say, told before any template: to whom, how many, under which number and label."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.editing.drafting.dispatch_draft import draft
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.promises.line import DISPATCH, NO_ENTRIES, loaded, swapped, text_of
from tests.planned import jobs_of

QUICK = {"data/lists/xa.yaml": NO_ENTRIES}
MAU = "data/dispatches/mau.yaml"
TINH_DOAN, UBND = "tinh-doan-lang-son", "ubnd-tinh"
BODIES = "data/lists/co-quan.yaml"


def contents(document: str, changes: dict[str, str], dispatch: str = "bluezone-2020") -> list[dict[str, Any]]:
    """What each record of a document is made of, once for all formats."""
    planned = plan(loaded(QUICK | changes), Selection([document], {}, [], [dispatch]))
    return list({job.record: dict(job.content) for job in jobs_of(planned) if job.document == document}.values())


def draft_of(kind: str, **values: str) -> dict[str, str]:
    """The draft of a kind with some of its lines replaced, or added."""
    lines = draft(kind, "phuong-thi-huong-lan", [UBND, TINH_DOAN], 3, 2020).splitlines()
    for key, value in values.items():
        lines = [line for line in lines if not line.startswith(f"{key}:")] + [f"{key}: {value}"]
    return {MAU: "\n".join(lines) + "\n"}


# --- to whom ----------------------------------------------------------------------------------------------------------


def numbered(how: str) -> dict[str, str]:
    """The sample with its number, and a kind of numbering."""
    return swapped(DISPATCH, "number: blank", f"number: 123\nnumbering: {how}")


def test_every_copy_is_the_numbered_letter_where_one_text_goes_to_all() -> None:
    (letter,), copies = contents("letter", numbered("single")), contents("letters", numbered("single"))
    assert letter["head"]["number"] == "Số: 123/STTTT-BCVT"
    assert len(copies) == 17
    assert all(copy == letter for copy in copies)
    planned = plan(loaded(QUICK | numbered("single")), Selection(["packs-by-district"], {"district": ["cao-loc"]}))
    (pack,) = [job.pack for job in jobs_of(planned) if job.pack]
    assert pack.parts[0].content["head"]["number"] == "Số: 123/STTTT-BCVT"


def test_copies_under_one_number_differ_where_the_dispatch_says_so() -> None:
    varies = "shared\nvaries: [receiver.name, receiver.address]"
    changes = numbered(varies)
    changes[DISPATCH] = changes[DISPATCH].replace("Đề nghị các đơn vị", "Đề nghị {{ receiver.name }}", 1)
    (letter,), copies = contents("letter", changes), contents("letters", changes)
    first = copies[0]
    assert [first["head"]["number"], first["receivers"]["one"]] == ["Số: 123/STTTT-BCVT", "Tỉnh đoàn Lạng Sơn"]
    assert "Đề nghị Tỉnh đoàn Lạng Sơn" in str(first["body"])
    assert "Đề nghị Viettel Lạng Sơn" in str(copies[13]["body"])
    assert "Đề nghị …… phối hợp" in str(letter["body"])
    assert len(letter["receivers"]["items"]) == 3
    assert all(copy["noi_nhan"] == letter["noi_nhan"] for copy in copies)


def test_a_copy_may_be_made_for_the_entries_of_any_list() -> None:
    documents = swapped("data/documents.yaml", "for_each: {receiver: receivers}", "for_each: {receiver: enterprises}")
    (letter,) = contents("letter", documents)
    assert contents("letters", documents) == [letter] * 5
    addressed = contents("letters", documents | numbered("per-copy\nnumbers: {viettel-lang-son: 7}"))
    assert [one["receivers"]["one"] for one in addressed[:2]] == [
        "Trung tâm kinh doanh VNPT Lạng Sơn",
        "Viettel Lạng Sơn",
    ]
    assert addressed[1]["head"]["number"] == "Số: 07/STTTT-BCVT"
    named = swapped("data/documents.yaml", "for_each: {receiver: receivers}", "for_each: {receiver: communes}")
    assert contents("letters", QUICK | named | numbered("per-copy")) == []


def test_copies_go_as_line_entry_or_list_say() -> None:
    units = """\
list: {label: Đơn vị, receives: "{{ name }}", via: trục}
entries: [{id: a, name: A}, {id: b, name: B, via: giấy+trục, copies: 3}, {id: c, name: C, via: [bưu điện]}]
"""
    line = "  - {to: tinh-doan-lang-son, via: e-mail}\n  - {each: don-vi, text: Các đơn vị}\n"
    changes = swapped(DISPATCH, "  - to: tinh-doan-lang-son\n", line) | {"data/lists/don-vi.yaml": units}
    (made,) = contents("send-list", changes)
    assert [row[1:4] for row in made["rows"][:4]] == [
        ["Tỉnh đoàn Lạng Sơn", "", "Thư điện tử"],
        ["A", "", "Trục liên thông"],
        ["B", "3", "Bản giấy, Trục liên thông"],
        ["C", "1", "Bưu điện"],
    ]
    assert made["total"][2] == str(3 + 1 + 16 + 1 + 11 + 1 + 2)


def test_a_copy_for_one_receiver_names_the_others_after_its_first_line() -> None:
    made = {one["short_title"]: one["noi_nhan"]["items"] for one in contents("letters", numbered("per-copy"))}
    companies = "Trung tâm kinh doanh VNPT Lạng Sơn, Viettel Lạng Sơn, Mobifone Lạng Sơn, Bưu điện tỉnh"
    always = ["- UBND tỉnh (b/c);", "- UBND các huyện, thành phố (p/h);", "- Lãnh đạo Sở;", "- Lưu: VT, BCVT."]
    assert made["Công văn gửi Tỉnh đoàn Lạng Sơn"] == [
        "- Như trên;",
        "- Phòng Văn hóa và Thông tin các huyện, thành phố;",
        f"- Các doanh nghiệp: {companies}, Chi nhánh Bưu chính Viettel;",
        *always,
    ]
    assert made["Công văn gửi Chi nhánh Bưu chính Viettel"] == [
        "- Như trên;",
        "- Tỉnh đoàn Lạng Sơn;",
        "- Phòng Văn hóa và Thông tin các huyện, thành phố;",
        f"- Các doanh nghiệp: {companies};",
        *always,
    ]
    assert made["Công văn gửi Phòng Văn hóa và Thông tin huyện Cao Lộc"][1:3] == [
        "- Tỉnh đoàn Lạng Sơn;",
        "- Phòng Văn hóa và Thông tin các huyện, thành phố khác;",
    ]


def test_envelopes_go_to_every_body_by_name_and_bear_its_address_where_it_is_known() -> None:
    changes = {DISPATCH: text_of(DISPATCH) + "envelopes: true\n"}
    changes |= swapped(BODIES, "name: UBND tỉnh\n", "name: UBND tỉnh\n  address: Số 1, đường Mẫu\n  copies: 1\n")
    made = [(one["receiver"], one["address"]) for one in contents("envelopes", changes)]
    assert len(made) == 17 + 2  # Kính gửi, and of Nơi nhận all but the line that stands for eleven bodies
    assert made[0] == ("Kính gửi: Tỉnh đoàn Lạng Sơn", [])
    assert made[-2:] == [("Kính gửi: UBND tỉnh", ["Số 1, đường Mẫu"]), ("Kính gửi: Lãnh đạo Sở", [])]


@pytest.mark.parametrize(("medium", "channel"), [("paper", ""), ("electronic", "Trục liên thông")])
def test_the_send_list_counts_kinh_gui_noi_nhan_and_the_archive(medium: str, channel: str) -> None:
    changes = swapped(DISPATCH, "medium: paper", f"medium: {medium}")
    (made,) = contents("send-list", changes)
    assert [row[0] for row in made["rows"]] == [str(n) for n in range(1, 22)]
    assert {row[2] for row in made["rows"][:17]} == {"1"}
    assert [row[1:3] for row in made["rows"][17:]] == [
        ["UBND tỉnh", "1"],
        ["UBND các huyện, thành phố", "11"],
        ["Lãnh đạo Sở", "1"],
        ["Lưu: VT, BCVT", "2"],
    ]
    assert made["total"] == ["", "Cộng", "32", "", ""]
    assert {row[3] for row in made["rows"]} == {channel}


COPIES = """
  - {each: don-vi, text: Các đơn vị, others: Các đơn vị khác, purpose: t/h}
  - {each: huyen, as: phong-vhtt, where: "huyen == 'cao-loc'", copies: 2}
  - {members: [ubnd-tinh, lanh-dao-so], via: e-mail}
  - {to: tinh-doan-lang-son, text: Tỉnh đoàn}
"""
UNITS = """\
list: {label: Đơn vị, receives: "{{ name }}", via: trục}
entries: [{id: a, name: A}, {id: b, name: B, via: giấy+trục, copies: 3}, {id: c, name: C, via: [bưu điện]}]
"""


def test_noi_nhan_is_written_as_on_paper() -> None:
    lines = """
  - Như trên
  - Giám đốc Sở (để b/c)
  - {text: Hội Người cao tuổi, copies: 3}
  - "Lưu: VT, CNS"
"""
    changes = draft_of("cong-van", copies=lines)
    (letter,) = contents("letter", changes, "mau")
    assert letter["noi_nhan"]["items"] == [
        *("- Như trên;", "- Giám đốc Sở (để b/c);", "- Hội Người cao tuổi;", "- Lưu: VT, CNS."),
    ]
    (sent,) = contents("send-list", changes, "mau")
    assert [row[1:3] for row in sent["rows"]][-3:-1] == [["Giám đốc Sở (để b/c)", "1"], ["Hội Người cao tuổi", "3"]]


def test_noi_nhan_names_lists_and_several_bodies_as_kinh_gui_does() -> None:
    changes = draft_of("quyet-dinh", copies=COPIES, envelopes="true") | {"data/lists/don-vi.yaml": UNITS}
    (letter,) = contents("letter", changes, "mau")
    assert letter["noi_nhan"]["items"][1:-1] == [
        "- Các đơn vị (t/h);",
        "- Phòng Văn hóa và Thông tin huyện Cao Lộc;",
        "- UBND tỉnh;",
        "- Lãnh đạo Sở;",
        "- Tỉnh đoàn;",
    ]
    (sent,) = contents("send-list", changes, "mau")
    assert [row[1:4] for row in sent["rows"][:-1]] == [
        ["A", "", "Trục liên thông"],
        ["B", "3", "Bản giấy, Trục liên thông"],
        ["C", "1", "Bưu điện"],
        ["Phòng Văn hóa và Thông tin huyện Cao Lộc", "2", ""],
        ["UBND tỉnh", "", "Thư điện tử"],
        ["Lãnh đạo Sở", "", "Thư điện tử"],
        ["Tỉnh đoàn", "1", ""],  # the words of its line: also what was printed of a body that was renamed since
    ]
    (slip,) = contents("print-slip", changes, "mau")
    assert slip["rows"][0][2] == str(3 + 1 + 2 + 1)
    named = [one["receiver"].removeprefix("Kính gửi: ") for one in contents("envelopes", changes, "mau")]
    assert named == ["C", "Phòng Văn hóa và Thông tin huyện Cao Lộc", "Tỉnh đoàn Lạng Sơn"]


def test_a_copy_for_each_of_noi_nhan_is_the_decision_and_one_of_its_own_number_names_the_others() -> None:
    changes = draft_of("quyet-dinh", copies=COPIES) | {"data/lists/don-vi.yaml": UNITS}
    changes |= swapped("data/documents.yaml", "for_each: {receiver: receivers}", "for_each: {receiver: recipients}")
    (letter,), copies = contents("letter", changes, "mau"), contents("letters", changes, "mau")
    assert copies == [letter] * 6  # each of the three but B, a name for three; and the three bodies of the other lines
    own = {MAU: changes[MAU].replace("number:", "numbering: per-copy\nnumber:", 1)}
    addressed = contents("letters", changes | own, "mau")
    assert "- Các đơn vị khác (t/h);" in addressed[0]["noi_nhan"]["items"]
    assert "- Các đơn vị (t/h);" in addressed[-1]["noi_nhan"]["items"]


# --- number and date --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "shown"), [("blank", ""), ("7", "Số: 07/STTTT")])
def test_a_thu_cong_bears_a_number_only_where_one_is_given(number: str, shown: str) -> None:
    (made,) = contents("letter", draft_of("thu-cong", number=number), "mau")
    assert made["head"]["number"].startswith(shown)
    assert bool(made["head"]["number"]) == bool(shown)


# --- what is attached -------------------------------------------------------------------------------------------------


def test_a_form_is_numbered_among_the_appendices_and_stands_alone_without_number() -> None:
    (alone,) = contents("letter", {})
    assert [one["label"] for one in alone["attachments"]] == ["Phụ lục"]
    appendix = "appendices:\n  - {id: danh-muc, title: Danh mục, body: Một dòng.}\n"
    (both,) = contents("letter", {DISPATCH: text_of(DISPATCH) + appendix})
    assert [one["label"] for one in both["attachments"]] == ["Phụ lục I", "Phụ lục II"]


@pytest.mark.parametrize(("each", "rows", "named"), [("1", 17, 11), ("2", 22, 22)])
def test_a_summary_form_has_lines_for_every_district_and_no_fewer_than_the_form(
    each: str, rows: int, named: int
) -> None:
    changes = swapped(DISPATCH, "rows_each: 2", f"rows_each: {each}")
    made = contents("rosters-by-enterprise", changes)[0]["attachments"][0]["table"]
    districts = [column["id"] for column in made["columns"]].index("huyen")
    assert [row[0] for row in made["rows"]] == [str(n) for n in range(1, rows + 1)]
    assert [bool(row[districts]) for row in made["rows"]] == [True] * named + [False] * (rows - named)


@pytest.mark.parametrize(("columns", "across"), [(8, False), (9, True)])
def test_a_table_of_nine_columns_lies_across_the_page(columns: int, across: bool) -> None:
    line = "|".join(["", *(["a"] * columns), ""])
    rule = "|".join(["", *(["---"] * columns), ""])
    table = f"      {line}\n      {rule}\n      {line}\n"
    appendix = f"appendices:\n  - id: bang\n    title: Bảng\n    body: |\n{table}"
    (made,) = contents("letter", {DISPATCH: text_of(DISPATCH) + appendix})
    assert made["attachments"][0]["landscape"] is across


# --- the words around the text ----------------------------------------------------------------------------------------


def test_the_legal_bases_end_as_the_decree_wants_unless_an_end_was_typed() -> None:
    """Each ends with “;”, the last with “.” (Appendix I, II.6.a)."""
    typed = "[Căn cứ một, Căn cứ hai;, 'Căn cứ ba,', Căn cứ bốn]"
    (made,) = contents("letter", draft_of("thong-bao", can_cu=typed), "mau")
    said = ["".join(run["text"] for run in one["runs"]) for one in made["can_cu"]]
    assert said == ["Căn cứ một;", "Căn cứ hai;", "Căn cứ ba,", "Căn cứ bốn."]


def test_an_electronic_copy_says_who_copied_it_and_when_it_was_signed() -> None:
    copy = (
        "- {id: a, form: sao-y, number: 3, date: 2020-08-20, signer: phuong-thi-huong-lan, medium: electronic,"
        " signed_at: '20-08-2020 09:00:00 +07:00'}"
    )
    (made,) = contents("certified-copies", {DISPATCH: f"{text_of(DISPATCH)}certified_copies:\n  {copy}\n"})
    assert made["mark"] == "SAO Y; Sở Thông tin và Truyền thông; 20-08-2020 09:00:00 +07:00"
    assert made["copy"] == {}


def test_the_print_room_is_told_copies_on_paper_and_what_is_kept() -> None:
    (made,) = contents("print-slip", {})
    assert [row[2] for row in made["rows"]] == [str(17 + 1 + 11 + 1), "2"]
    assert made["lines"][2].startswith("30 bản giấy + 2 bản lưu = 32 bản, ")
    (electronic,) = contents("print-slip", swapped(DISPATCH, "medium: paper", "medium: electronic"))
    assert electronic["total"][2] == "2"
