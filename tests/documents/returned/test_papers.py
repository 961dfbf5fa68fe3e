"""Letters about what comes back, with their words in data/papers/."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from congvan.core.problems import Problem
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import NUMBER_GAP, dispatch_facts
from congvan.documents.contents import content_of
from congvan.editing.whole_files.reminder import DUE, TOGETHER
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.model.validity import as_of
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.facts import return_facts
from congvan.returns.ledger.store import Event
from tests.forms.office import files
from tests.returns.telling import MEMBERS, answer, folded, person, row

REMINDER = """\
subject: đôn đốc gửi {{ owing_names }} theo {{ dispatch.cited }}
receivers: [{to: "{{ sender.id }}"}]
body: |
  {{ agency.name }} đề nghị {{ sender.name }} gửi {{ owing_names }}. Đến nay còn thiếu:

  {{ tables.con_thieu }}

  Đề nghị {{ sender.name }} khẩn trương gửi về./.
copies: [Như trên]
"""
REPORT = """\
kind: bao-cao
subject: Kết quả tuần
body: |
  Kết quả như sau:

  {{ tables.den_nay }}

  {{ charts.den_nay }}
copies: [{text: "Cơ quan cấp trên", purpose: b/c}]
"""
TABLES = """\
tables:
  - {id: con-thieu, of: owing, columns: [tt, what, why]}
  - {id: den-nay, of: tuan, by: [xa], columns: [xa, luot], total: Cộng, chart: bars}
  - id: cua-noi
    of: tuan
    per: {xa: xa}
    columns: [xa, luot]
    closing: "Cộng {{ sum(luot) }} lượt của {{ xa.name }}."
"""


def letter(
    paper: str, text: str, *events: Event, day: datetime.date | None = None, **values: Any
) -> tuple[Any, list[Problem]]:
    assets = files(MEMBERS + TABLES)
    named = "what: Gửi danh sách".encode()  # a letter says “gửi” before it itself
    assets = {name: data.replace("what: Danh sách".encode(), named) for name, data in assets.items()}
    dataset = load(Assets({**assets, f"data/papers/{paper}.yaml": text.encode()}))
    answers = DispatchAnswers(dataset, "cv", folded(dataset, *events), day)
    dataset = replace(as_of(dataset, "cv"), returned={"cv": return_facts(answers)})
    facts = dispatch_facts(dataset, "cv", "corrected")
    problems: list[Problem] = []
    context = ContentContext(
        dataset, "cv", "corrected", {**facts, **values}, values, problems, made_of=paper, loops={"sender": "senders"}
    )
    return content_of(context, "letter"), problems


def words(block: Any) -> str:
    if "table" in block:
        rows = block["table"]["rows"]
        return " / ".join(
            " | ".join(cell["runs"][0]["text"] if cell["runs"] else "" for cell in r["cells"]) for r in rows
        )
    return "".join(run["text"] for run in block["runs"])


JOINT = TOGETHER.read_text("utf-8").replace(DUE, "2026-09-10")


def test_one_reminder_goes_to_all_who_owe_something() -> None:
    came = answer("a", "thanh-vien", {"xa": "xa-a", "don_vi": "dv-b"}, person(1))
    made, problems = letter("don-doc", JOINT, came)
    assert not problems
    assert [each.rstrip(";.") for each in made["receivers"]["items"]] == [
        "- Ủy ban nhân dân xã Mẫu A",
        "- Ủy ban nhân dân phường Mẫu B",
    ]
    assert made["head"]["number"] == f"Số:{NUMBER_GAP}/SM"
    assert "trước ngày 10/9/2026" in words(made["body"][1])


def test_a_reminder_names_what_one_sender_owes() -> None:
    came = answer("a", "thanh-vien", {"xa": "xa-a", "don_vi": "dv-b"}, person(1))
    sender = {"id": "ubnd-xa-a", "name": "Ủy ban nhân dân xã Mẫu A"}
    made, problems = letter("don-doc", REMINDER, came, sender=sender)
    assert not problems
    assert made["receivers"]["one"] == "Ủy ban nhân dân xã Mẫu A"
    assert made["head"]["subject"].replace("\n", " ").startswith("V/v đôn đốc gửi danh sách theo Công văn số")
    assert made["head"]["number"].endswith("/SM")
    assert [words(each) for each in made["body"]] == [
        "Sở Mẫu đề nghị Ủy ban nhân dân xã Mẫu A gửi danh sách. Đến nay còn thiếu:",
        "1 | Danh sách, Đơn vị A | chưa gửi / 2 | Danh sách, Đơn vị B | còn thiếu 1 người",
        "Đề nghị Ủy ban nhân dân xã Mẫu A khẩn trương gửi về./.",
    ]
    assert made["noi_nhan"]["items"] == ["- Như trên;", "- Lưu: VT."]
    due, problems = letter("don-doc", REMINDER, came, day=datetime.date(2026, 9, 4), sender=sender)
    assert not problems
    assert words(due["body"][1]).endswith("3 | Báo cáo tuần, Tuần 36 (31/8–06/9) | chưa gửi")
    assert "gửi danh sách, báo cáo tuần" in words(due["body"][0]).lower()


def test_a_table_of_what_came_shows_a_sender_its_own_rows() -> None:
    came = [answer(x, "tuan", {"xa": f"xa-{x}"}, row(1, luot=n), period="2026-t36") for x, n in (("a", 5), ("b", 7))]
    text = REMINDER.replace("tables.con_thieu", "tables.cua_noi")
    for one, rows in (("a", "Xã Mẫu A | 5"), ("b", "Phường Mẫu B | 7")):
        made, problems = letter("don-doc", text, *came, sender={"id": f"ubnd-xa-{one}", "name": one})
        assert not problems
        assert words(made["body"][1]) == rows
        assert words(made["body"][2]) == f"Cộng {rows[-1]} lượt của Mẫu {one.upper()}."
    for sender in ({"id": "x", "name": "X"}, None):  # whom nobody knows; a report that is nobody's
        given = {"sender": sender} if sender else {}
        made, problems = letter("don-doc", text if sender else REPORT.replace("den_nay", "cua_noi"), *came, **given)
        assert {each.code for each in problems} == {"table-per-open"}
        assert [problems[0].also[-1].file, "| 5" in str(made), "| 7" in str(made)] == [
            "data/papers/don-doc.yaml",
            False,
            False,
        ]


def test_a_report_to_the_superior_body() -> None:
    came = answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t36")
    made, problems = letter("bao-cao", REPORT, came)
    assert not problems
    assert (made["heading"]["type"], made["head"]["number"][-5:]) == ("BÁO CÁO", "BC-SM")
    assert words(made["body"][1]) == "Xã Mẫu A | 5 / Cộng | 5"
    assert made["body"][2]["chart"]
    assert made["noi_nhan"]["items"][0] == "- Cơ quan cấp trên (b/c);"


def test_what_is_wrong_is_told_at_its_place() -> None:
    made, problems = letter(
        "don-doc", REMINDER.replace("tables.con_thieu", "tables.con"), sender={"id": "x", "name": "X"}
    )
    assert [str(problem.place).split(":")[0] for problem in problems] == ["data/papers/don-doc.yaml"]
    assert made["receivers"]["one"] == "X"
    _made, problems = letter("bao-cao", REPORT)
    assert not problems


def test_a_paper_bears_the_year_of_the_last_arrival() -> None:
    came = answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t36", received="2027-01-04T09:00")
    for events, year in (((came,), "2027"), ((), "2026")):
        made, problems = letter("bao-cao", REPORT, *events)
        assert not problems
        assert f"năm {year}" in str(made["head"])
