"""Forms as papers: which sheet a record asks for, what stands around its tables, blank behind the letter."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.documents.contents import is_judged
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.pipeline.plan.planner import Selection, plan
from tests.forms.office import DISPATCH, files
from tests.planned import jobs_of

FORM = """\
forms:
  - id: ds
    name: Danh sách
    subject: Thành viên
    per: {xa: xa, don_vi: don-vi}
    lines: ["Xã, phường: {{ xa.heading }}", "Đơn vị: {{ don_vi.name }}"]
    columns: [{id: tt, label: TT, type: ordinal}, {id: ho-ten, label: Họ tên, type: name, required: true}]
    rows: 2
    note: Gửi về {{ agency.name }}.
"""
DOCUMENTS = """\
- id: bieu
  name: Biểu
  content: form
  for_each: {form: forms}
  path: "bieu/{{ form.path }}"
  templates: {docx: van-ban.docx, xlsx: bieu.xlsx}
- {id: letter, name: Công văn, content: letter, path: cv, templates: {docx: van-ban.docx}}
- {id: xa, name: Biểu chung, content: form, form: ds, for_each: {don_vi: don-vi}, path: "chung/{{ don_vi.id }}",
   templates: {docx: van-ban.docx}}
"""


def contents(document: str, forms: str = FORM, dispatch: str = DISPATCH, **where: str) -> list[dict[str, Any]]:
    """The contents of a document, each once."""
    templates = dict.fromkeys(["templates/van-ban.docx", "templates/bieu.xlsx"], b"")
    assets = Assets({**files(forms, dispatch=dispatch), **templates, "data/documents.yaml": DOCUMENTS.encode()})
    planned = plan(load(assets), Selection([document], {name: [value] for name, value in where.items()}))
    made: dict[str, dict[str, Any]] = {}
    for job in jobs_of(planned):
        made[job.path.rpartition(".")[0]] = {**made.get(job.path.rpartition(".")[0], {}), **dict(job.content)}
    return list(made.values())


def attachment(document: str = "bieu", forms: str = FORM, dispatch: str = DISPATCH) -> dict[str, Any]:
    found: dict[str, Any] = contents(document, forms, dispatch)[0]["attachments"][0]
    return found


def test_a_form_is_made_for_each_of_its_entries_and_tells_whose_it_is() -> None:
    made = contents("bieu")
    assert [each["form_id"] for each in made] == [
        f"cv/ds/1/xa={xa}/don_vi={don_vi}" for xa in ("xa-a", "xa-b") for don_vi in ("dv-a", "dv-b")
    ]
    assert made[0]["title"] == "Danh sách Thành viên – Xã Mẫu A – Đơn vị A"
    first = made[0]["attachments"][0]
    assert first["facts"] == ["Xã, phường: Xã Mẫu A", "Đơn vị: Đơn vị A"]
    assert first["foot"] == {"note": ["Gửi về Sở Mẫu."], "sign": [], "signers": [], "form_id": made[0]["form_id"]}
    assert first["table"]["rows"] == [["1", ""], ["2", ""]]
    assert first["body"] == []


def test_a_loop_meets_a_dimension_by_its_list_and_leaves_the_others_open() -> None:
    made = contents("xa")
    assert [each["form_id"] for each in made] == ["cv/ds/1/xa=-/don_vi=dv-a", "cv/ds/1/xa=-/don_vi=dv-b"]
    assert made[0]["attachments"][0]["facts"] == ["Đơn vị: Đơn vị A"]  # nothing is said of what is left open


def test_the_blank_behind_the_letter_names_nobody_and_has_no_id() -> None:
    (letter,) = contents("letter")
    (blank,) = letter["attachments"]
    assert (blank["label"], blank["facts"], blank["foot"]["form_id"]) == ("Phụ lục", [], "")
    assert blank["reference"].startswith("(Kèm theo Công văn số")


def test_forms_without_the_head_of_an_appendix_do_not_stand_behind_the_letter() -> None:
    for head in ("none", "sender"):
        assert contents("letter", FORM.replace("    per:", f"    head: {head}\n    per:"))[0]["attachments"] == []


def test_a_form_of_the_sender_is_a_paper_of_his_own_and_not_judged() -> None:
    own = FORM.replace("name: Danh sách", "name: Báo cáo").replace("    per:", "    head: sender\n    per:")
    own = own.replace("    lines:", "    sender: xa.ubnd\n    lines:")
    (first, *_rest) = contents("bieu", own)
    made = first["attachments"][0]
    assert made["head"]["issuer"] == ["ỦY BAN NHÂN DÂN XÃ MẪU A"]
    assert made["head"]["number"].replace("\u00a0", "") == "Số:/BC-UBND"
    assert made["head"]["place_date"].startswith("…………, ngày")
    assert (made["label"], made["reference"]) == ("", "")
    assert made["title"] == ["BÁO CÁO"]
    assert made["subtitle"] == ["Thành viên"]
    assert not is_judged("form", first)
    assert is_judged("form", contents("bieu")[0])


LONG = "Hiện trạng trường học trên địa bàn toàn tỉnh nối mạng, nối lưới điện"


@pytest.mark.parametrize(("head", "key"), [("appendix", "title"), ("sender", "subtitle")])
def test_a_title_has_lines_of_even_length(head: str, key: str) -> None:
    own = FORM.replace("subject: Thành viên", f"subject: {LONG}").replace("    per:", f"    head: {head}\n    per:")
    made = contents("bieu", own)[0]
    lines = made["attachments"][0][key]
    assert len(lines) == 2
    assert min(map(len, lines)) > 0.75 * max(map(len, lines))
    assert made["form"][key] == [" ".join(lines)]


def test_the_mark_of_a_number_is_left_open_where_it_is_not_known() -> None:
    own = FORM.replace("    per:", "    head: sender\n    per:")
    assert attachment(forms=own)["head"]["number"].endswith("/……-……")


@pytest.mark.parametrize(
    ("signers", "sign", "several"),
    [
        ("[Người lập biểu]", ["Người lập biểu"], 0),
        ("[{title: '{{ xa.name }}', hint: (Ký)}]", ["Mẫu A", "(Ký)"], 0),
        ("[Người lập, {title: Chủ tịch, hint: (Ký)}]", [], 2),
        ("[Một, Hai, Ba]", [], 3),
    ],
)
def test_one_signs_at_the_right_several_side_by_side(signers: str, sign: list[str], several: int) -> None:
    foot = attachment(forms=f"{FORM}    signers: {signers}\n")["foot"]
    assert (foot["sign"], len(foot["signers"])) == (sign, several)


def test_lists_have_their_own_period_in_the_id() -> None:
    weekly = FORM.replace("    per:", "    period: {each: week, from: 31/8/2026, to: 13/9/2026}\n    per:")
    made = contents("bieu", weekly)
    assert [each["form_id"].rpartition("/")[2] for each in made[:2]] == ["ky=2026-t36", "ky=2026-t37"]
    assert made[0]["title"].endswith(" – 2026-t36")
