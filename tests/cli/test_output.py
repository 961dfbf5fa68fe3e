"""The closing words of a run are true: what was changed, what was found."""

from __future__ import annotations

import json

import pytest

from congvan.cli.output import Reporter, json_text, lines, problem_lines
from congvan.core.job import Outcome, Output, Ways
from congvan.core.messages import Message, verbatim
from congvan.core.outcome_json import as_json, problem_json
from congvan.core.privacy import mask_phones, mask_unless_needed
from congvan.core.problems import Exit, Place, Problem, Severity

ERROR = Problem(Message("data-wrong"), remedy=Message("mend-it"))


@pytest.mark.parametrize(
    ("outcome", "closing"),
    [
        (Outcome("build", problems=[ERROR], exit_code=Exit.DATA), "1 error; nothing was changed in outputs/"),
        (Outcome("build", problems=[ERROR], exit_code=Exit.FAILED), "1 error"),
        (Outcome("explain", problems=[ERROR], exit_code=Exit.DATA), "1 error"),
        (Outcome("verify", problems=[ERROR, ERROR], exit_code=Exit.FAILED), "2 errors"),
        (Outcome("validate", data={"checked": {"files": 3}}), "no errors"),
        (Outcome("verify"), "no errors"),
        (Outcome("build", problems=[Problem(Message("w"), severity=Severity.WARNING)]), "1 warning"),
        (Outcome("build", outputs=[Output("a.pdf", "built")], where="outputs"), "1 built → outputs (0.0 s)"),
    ],
)
def test_closing_line(outcome: Outcome, closing: str) -> None:
    assert list(lines(outcome))[-1] == closing


def test_quiet_says_nothing_of_what_went_well() -> None:
    assert list(lines(Outcome("validate"), quiet=True)) == []
    assert len(list(lines(Outcome("build", problems=[ERROR], exit_code=Exit.DATA), quiet=True))) == 3


def test_the_ways_of_records_are_told_on_request_and_never_of_a_run_that_found_all_as_it_was() -> None:
    outcome = Outcome("build")
    slow = Problem(Message("slow-table", expression=3000, why="x"), severity=Severity.NOTE)
    outcome.add_ways([Ways("a.html", {"filled": 100, "laid out": 12}), Ways("a.html", {"filled": 20}, (slow,))])
    told = [*lines(outcome, verbose=True)]
    assert told[:2] == [
        "a.html: 120 filled, 12 laid out",
        f"    note: {slow.text} [slow-table]",
    ]
    assert not any("filled" in line for line in lines(outcome))
    (ways,) = as_json(outcome)["templates"]
    assert {name: ways[name] for name in ("template", "filled", "rendered", "laid_out", "by_docxtpl")} == {
        "template": "a.html",
        "filled": 120,
        "rendered": 0,
        "laid_out": 12,
        "by_docxtpl": 0,
    }
    assert [problem["code"] for problem in ways["why"]] == ["slow-table"]
    assert "templates" not in Reporter("json").text_if_unchanged(outcome)


def test_files_that_were_not_simply_made_are_listed_without_being_asked_for() -> None:
    statuses = ["built", "unchanged", "removed", "kept", "failed", "would-build", "would-keep", "would-remove"]
    outcome = Outcome("build", outputs=[Output(f"{status}.pdf", status, "why") for status in statuses])
    listed = [line.split()[-2] for line in lines(outcome) if line.endswith("(why)")]
    assert listed == ["removed.pdf", "kept.pdf", "failed.pdf", "would-build.pdf", "would-remove.pdf"]
    assert sum(line.endswith("(why)") for line in lines(outcome, verbose=True)) == len(statuses)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gọi 0942215080", "gọi 0942***080"),
        ("gọi 0934.531.666, hỏi", "gọi 0934***666, hỏi"),
        ("máy 0205 3812 345", "máy 0205***345"),
        ("số 934531666", "số 9345***666"),
        ("số +84 934 531 666", "số 8493***666"),
        ("mã 20200820", "mã 20200820"),
        ("ngày 2020-08-21 15:30", "ngày 2020-08-21 15:30"),
        ("lúc 2020-08-24 25:00, máy 0205 3812 345", "lúc 2020-08-24 25:00, máy 0205***345"),
        ("2020-08-24 0942 215 080", "2020-08-24 0942***080"),
        ("số 1900-13-45 678", "số 1900***678"),
        ("lúc 21-08-2020 16:00", "lúc 21-08-2020 16:00"),
        ("lúc 15:30 21-08-2020", "lúc 15:30 21-08-2020"),
        ("lúc 21.8.2020 16.30", "lúc 21.8.2020 16.30"),
        ("số 09.12.1945.678, 09-12-1945-678, 09 12 1945 678", "số 0912***678, 0912***678, 0912***678"),
        ("mã 2020082012345", "mã 2020082012345"),
        ("tệp a1942215080", "tệp a1942215080"),
    ],
)
def test_a_phone_number_is_shown_without_its_middle(text: str, shown: str) -> None:
    assert mask_phones(text) == shown
    assert next(iter(problem_lines(Problem(verbatim(text))))) == f"error: {shown} [verbatim]"
    phone = Problem(Message("phone-number", value=text))
    assert next(iter(problem_lines(phone))).startswith(f"error: “{text}” is not a ")
    assert problem_json(Problem(verbatim(text)))["values"] == {"text": shown}
    assert problem_json(phone)["values"] == {"value": text}


def test_names_that_strangers_chose_do_not_reach_the_terminal_raw() -> None:
    name = "a\x1b]0;x\x07\n\x9b2J\u202etxt.xlsx\ttờ"
    problem = Problem(verbatim(name), Place(name), also=(Place(name),))
    outcome = Outcome("collect", [Output(name, "kept", name)], [problem], [name], findings=[name])
    shown = list(lines(outcome))
    escaped = "a\\x1b]0;x\\x07\\n\\x9b2J\\u202etxt.xlsx\ttờ"
    assert sum(line.count(escaped) for line in shown) == 7
    assert all(line.replace("\t", "").isprintable() for line in shown)
    text = json_text(outcome)
    assert json.loads(text)["remarks"] == [name]
    assert all(line.isprintable() for line in text.split("\n"))


def test_nothing_is_said_to_be_unchanged_where_files_were_replaced() -> None:
    """A disk that fails while files are put in place: some are new by then."""
    problem = Problem(verbatim("x"))
    for partial, closing in ((False, "1 error; nothing was changed in outputs/"), (True, "1 error")):
        outcome = Outcome("build", problems=[problem], exit_code=Exit.CANNOT, partial=partial)
        assert list(lines(outcome))[-1] == closing


def test_the_row_that_is_quoted_is_masked_where_the_cell_itself_is_shown() -> None:
    frame = Message("frame.row", words="“1 | An | 020080000001 | 0912 345 001”")
    wrong = Problem(Message("phone-wrong", text="0912345001/09"), Place("a.xlsx"), frame=frame)
    shown = mask_unless_needed(wrong, wrong.text)
    assert "0912345001/09" in shown
    assert "020080000001" not in shown
    assert "0912***001" in shown
