"""What follows from the kind of a dispatch, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from congvan.editing.drafting.dispatch_draft import draft
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from tests.editing.drafting.sample import DISPATCH, text_of
from tests.planned import jobs_of, problems_of
from tests.sample_project import Project, new_project


def checked(folder: Path, text: str) -> list[dict[str, object]]:
    project: Project = new_project(folder)
    project.write(DISPATCH, text)
    run = project.run("-n", "letter", "--dispatch", "mau", "--format", "json")
    problems: list[dict[str, object]] = run.json["problems"]
    return problems


REFUSED = {
    "a notice with Kính gửi": (
        "thong-bao", "\ncopies:", "\nreceivers: [{to: ubnd-tinh}]\ncopies:", "receivers-kind", "[{to: ubnd-tinh}]",
    ),
    "a block of another kind": ("thong-bao", "\ncopies:", "\nleave: {}\ncopies:", "key-missing", "{}"),
    "two signers of a notice": (
        "thong-bao", "\ncopies:", "\nco_signer: {name: Trần Thị Mẫu}\ncopies:", "co-signer-kind", "{name: Trần",
    ),
    "an invitation that says nothing": ("giay-moi", "invitation:", "facts:", "block-missing", "giay-moi"),
    "minutes without a secretary": ("bien-ban", "co_signer:", "facts:", "co-signer-missing", "bien-ban"),
    "a text that is missing": ("ke-hoach", "body: |", "subject2: |", "key-unknown", "subject2"),
    "a kind that is none": ("thong-bao", "kind: thong-bao", "kind: thong-bo", "kind-unknown", "thong-bo"),
    "a subject with V/v": ("thong-bao", "subject: ", "subject: V/v ", "subject-vv", "V/v "),
}  # fmt: skip  # a table: what belongs together on a line


@pytest.mark.every(4)
@pytest.mark.parametrize("name", REFUSED)
def test_what_the_kind_does_not_allow_is_told_at_its_place(tmp_path: Path, name: str) -> None:
    kind, old, new, code, at = REFUSED[name]
    assert old in text_of(kind)
    text = text_of(kind).replace(old, new, 1)
    problem = checked(tmp_path, text)[0]
    assert problem["code"] == code
    line = text.splitlines()[int(str(problem["line"])) - 1]
    assert line[int(str(problem["column"])) - 1 :].startswith(at), problem


def test_a_cong_van_goes_to_somebody(tmp_path: Path) -> None:
    lines = text_of("cong-van").replace("receivers:", "# receivers:", 1).replace("  - to: ubnd-tinh\n", "", 1)
    text = "\n".join(line for line in lines.splitlines() if not line.startswith("  - to: tinh-doan")) + "\n"
    problem = checked(tmp_path, text)[0]
    assert problem["code"] == "receivers-missing"
    line = text.splitlines()[int(str(problem["line"])) - 1]
    assert line[int(str(problem["column"])) - 1 :].startswith("cong-van"), problem


def test_a_unit_that_the_agency_does_not_know(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    text = text_of("cong-van").replace("unit: VP ", "unit: KHTC ", 1)
    units = "units: [{id: buu-chinh, abbreviation: BCVT, name: Phòng Bưu chính}]\n"
    project.write("data/agency.yaml", project.read("data/agency.yaml") + units)
    project.write(DISPATCH, text)
    run = project.run("-n", "letter", "--dispatch", "mau", "--format", "json")
    assert run.codes() == ["reference-unknown"]


def test_receivers_and_copies_may_be_words_alone(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    text = text_of("cong-van").replace("  - to: tinh-doan-lang-son\n", "  - Ông Nguyễn Văn Mẫu\n", 1)
    project.write(
        DISPATCH, text.replace("copies:", "copies:\n  - Lưu trữ lịch sử", 1).replace("unit: VP ", "unit: BCVT ")
    )
    planned = plan(load(assets.read(project.root)), Selection(documents=["letter", "letters"], dispatches=["mau"]))
    planned.check()
    jobs = list(jobs_of(planned))
    assert not problems_of(planned)
    letter = next(job.content for job in jobs if job.document == "letter")
    assert letter["receivers"]["items"] == ["- Ông Nguyễn Văn Mẫu;", "- UBND tỉnh."]
    assert [job.content["short_title"] for job in jobs if job.document == "letters"] == ["Công văn"] * 2
    assert "- Lưu trữ lịch sử;" in letter["noi_nhan"]["items"]


def test_nhu_tren_that_was_typed_last_stands_first(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    text = text_of("cong-van").replace("copies:", "copies:\n  - Lưu trữ lịch sử (để biết)\n  - Như trên", 1)
    project.write(DISPATCH, text.replace("unit: VP ", "unit: BCVT "))
    planned = plan(load(assets.read(project.root)), Selection(documents=["letter"], dispatches=["mau"]))
    planned.check()
    items = next(iter(jobs_of(planned))).content["noi_nhan"]["items"]
    assert items[:2] == ["- Như trên;", "- Lưu trữ lịch sử (để biết);"]
    assert items.count("- Như trên;") == 1


@pytest.mark.parametrize(
    ("kind", "subject", "shown"),
    [
        ("quyet-dinh", "kiện toàn Tổ công tác", "Về việc kiện toàn Tổ công tác"),
        ("quyet-dinh", "về việc kiện toàn", "Về việc kiện toàn"),
        ("quyet-dinh", "Ban hành Quy chế", "Ban hành Quy chế"),
        ("thong-bao", "về lịch tiếp công dân", "Về lịch tiếp công dân"),
        ("cong-van", "phối hợp triển khai", "V/v phối hợp triển khai"),
        ("cong-van", "Về việc phối hợp", "V/v phối hợp"),
    ],
)
def test_the_subject_as_each_kind_shows_it(tmp_path: Path, kind: str, subject: str, shown: str) -> None:
    project = new_project(tmp_path)
    project.write(DISPATCH, re.sub(r"(?m)^subject: .*$", f"subject: {subject}", text_of(kind)))
    planned = plan(load(assets.read(project.root)), Selection(documents=["letter"], dispatches=["mau"]))
    planned.check()
    content = next(iter(jobs_of(planned))).content
    assert shown in (content["head"]["subject"].replace("\n", " "), " ".join(content["heading"]["trich_yeu"]))


@pytest.mark.parametrize(
    ("subject", "lines"),
    [
        ("rà soát hạ tầng số trong trường học năm 2026", ["V/v rà soát hạ tầng số trong trường học năm\u00a02026"]),
        ("phối hợp", ["V/v phối hợp"]),
        ("|\n  rà soát\n  hạ tầng số", ["V/v rà soát", "hạ tầng số"]),
    ],
)
def test_lines_of_v_v_are_even_or_those_typed(tmp_path: Path, subject: str, lines: list[str]) -> None:
    project = new_project(tmp_path)
    project.write(DISPATCH, re.sub(r"(?m)^subject: .*$", f"subject: {subject}", text_of("cong-van")))
    planned = plan(load(assets.read(project.root)), Selection(documents=["letter"], dispatches=["mau"]))
    assert next(iter(jobs_of(planned))).content["head"]["subject"].split("\n") == lines


GONE = {
    "a department": ("so-thong-tin-va-truyen-thong", "2025-03-01", "Sở Khoa học và Công nghệ"),
    "a culture office": ("phong-vhtt-cao-loc", "2025-07-01", "xã Cao Lộc"),
    "a group": ("ubnd-cac-huyen-thanh-pho", "2026-01-05", "UBND các xã, phường"),
    "a committee of a commune": ("ubnd-xa-mau-son-cao-loc", "2025-07-01", "xã Ba Sơn"),
    "one day earlier": ("so-thong-tin-va-truyen-thong", "2025-02-28", ""),
    "its last day": ("phong-vhtt-cao-loc", "2025-06-30", ""),
}


@pytest.mark.every(4)
@pytest.mark.parametrize("name", GONE)
def test_an_office_that_is_gone_is_told_with_its_successor(tmp_path: Path, name: str) -> None:
    body, date, successor = GONE[name]
    text = text_of("cong-van").replace("to: tinh-doan-lang-son", f"to: {body}")
    text = text.replace("date: {day: blank, month: 3, year: 2020}", f"date: {date}")
    problems = [problem for problem in checked(tmp_path, text) if problem["severity"] == "error"]
    if not successor:
        assert not problems
        return
    assert [problem["code"] for problem in problems] == ["body-gone"]
    assert successor in str(problems[0]["hint"])
    assert (problems[0]["file"], problems[0]["line"]) == (DISPATCH, text[: text.index(body)].count("\n") + 1)


def test_a_group_of_which_nobody_is_left(tmp_path: Path) -> None:
    group = "each: huyen\n    as: phong-vhtt\n    text: Phòng Văn hóa và Thông tin các huyện, thành phố"
    text = text_of("cong-van").replace("to: tinh-doan-lang-son", group)
    for date, codes in (("2025-06-30", []), ("2025-07-01", ["body-gone"])):
        dated = text.replace("date: {day: blank, month: 3, year: 2020}", f"date: {date}")
        assert [problem["code"] for problem in checked(tmp_path / date, dated)] == codes


def test_a_body_of_later_days_is_not_there_yet(tmp_path: Path) -> None:
    text = text_of("cong-van").replace("to: tinh-doan-lang-son", "to: ubnd-xa-ba-son")
    assert [problem["code"] for problem in checked(tmp_path, text)] == ["body-not-yet"]


def test_the_agency_bears_the_name_of_the_day(tmp_path: Path) -> None:
    from tests.sample_project import docx_words

    project = new_project(tmp_path)
    for name, year in (("cu", 2020), ("moi", 2026)):
        text = draft("thong-bao", "phuong-thi-huong-lan", ["ubnd-tinh"], 3, year)
        project.write(f"data/dispatches/{name}.yaml", text)
    run = project.run("letter", "--only", "docx", "--dispatch", "cu", "--dispatch", "moi")
    assert run.code == 0, run.out + run.err
    folder = project.root / "outputs"
    found = {name: " ".join(docx_words(folder / f"{name}/letter/thong-bao.docx")) for name in ("cu", "moi")}
    assert "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" in found["cu"]
    assert "/TB-STTTT" in found["cu"]
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ" in found["moi"]
    assert "/TB-SKHCN" in found["moi"]


def test_a_councils_resolution_is_signed_by_its_chairman(tmp_path: Path) -> None:
    from tests.sample_project import docx_words

    project = new_project(tmp_path)
    project.write(
        "data/agency.yaml",
        "name: Hội đồng nhân dân tỉnh Lạng Sơn\nabbreviation: HĐND\nplace: Lạng Sơn\n"
        "signers: [{id: chu-tich, name: Nguyễn Văn Mẫu, title: Chủ tịch}]\n",
    )
    session = "authority: |\n  Hội đồng nhân dân tỉnh Lạng Sơn\n  khóa XVIII, kỳ họp thứ 3\ncan_cu:"
    project.write(DISPATCH, draft("nghi-quyet", "chu-tich", ["ubnd-tinh"], 7, 2026).replace("can_cu:", session, 1))
    for other in (project.root / "data/dispatches").glob("[!m]*.yaml"):
        other.unlink()
    run = project.run("letter", "--only", "docx", "--dispatch", "mau")
    assert (run.code, "ND30" in run.out) == (0, False), run.out
    words = " ".join(docx_words(project.root / "outputs/mau/letter/nghi-quyet.docx"))
    assert words.startswith("HỘI ĐỒNG NHÂN DÂN TỈNH LẠNG SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert "/NQ-HĐND" in words
    assert "HỘI ĐỒNG NHÂN DÂN TỈNH LẠNG SƠN KHÓA XVIII, KỲ HỌP THỨ 3 Căn cứ" in words
    assert "- Lưu: VT, VP. CHỦ TỊCH Nguyễn Văn Mẫu" in words


def test_a_value_of_several_lines_stands_line_by_line(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    present = "present: |\n    Đại diện các đơn vị:\n    - Văn phòng;\n    - Thanh tra.\n"
    text = text_of("bien-ban").replace("present: Đại diện các phòng, đơn vị (mẫu)\n", present)
    project.write(DISPATCH, text)
    planned = plan(load(assets.read(project.root)), Selection(documents=["letter"], dispatches=["mau"]))
    planned.check()
    body = next(iter(jobs_of(planned))).content["body"]
    said = [(block["style"], "".join(run["text"] for run in block["runs"])) for block in body]
    first = said.index(("doan", "Thành phần tham dự: Đại diện các đơn vị:"))
    assert said[first + 1 : first + 3] == [("gach", "- Văn phòng;"), ("gach", "- Thanh tra.")]


@pytest.mark.parametrize(
    ("kind", "block", "key"),
    [
        ("giay-moi", "invitation", "time"),
        ("giay-gioi-thieu", "introduction", "person"),
        ("bien-ban", "meeting", "ended"),
    ],
)
def test_a_value_of_which_its_facts_leave_nothing_is_told(tmp_path: Path, kind: str, block: str, key: str) -> None:
    head, _key, rest = text_of(kind).partition(f"\n  {key}: ")
    assert f"\n{block}:" in head
    text = f"{head}\n  {key}: '{{{{ dispatch.number }}}}'\n{rest.partition(chr(10))[2]}"
    (problem,) = checked(tmp_path, text)
    assert (problem["code"], problem["line"]) == ("value-empty", head.count("\n") + 2)
