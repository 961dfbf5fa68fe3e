"""What must hold between the files: a slip is told once, at its very characters, with the other place and a remedy."""

from __future__ import annotations

import pytest

from congvan.core.problems import Place, Problem, Severity
from congvan.model.dates_and_numbers import _issue_date_warnings
from tests.acceptance.promises.line import (
    AGENCY,
    CONTACTS,
    DISPATCH,
    DOCUMENTS,
    ENTERPRISES,
    loaded,
    problems_of,
    swapped,
    text_of,
)

LIST, BODIES = "data/lists/ban.yaml", "data/lists/co-quan.yaml"
COPY = "certified_copies:\n  - {id: s, form: sao-y, number: blank, date: 2020-08-20, signer: ai-do}\n"
UNITS = "units:\n  - {id: bcvt, name: Phòng Bưu chính, abbreviation: BCVT}\n"
TINH_DOAN = "  - to: tinh-doan-lang-son\n"


def added(name: str, text: str) -> dict[str, str]:
    return {name: text_of(name) + text}


def told(changes: dict[str, str]) -> list[Problem]:
    """All that is said of changed data, the doubts about the date of issue too."""
    problems = problems_of(changes)
    if not any(problem.severity == Severity.ERROR for problem in problems):
        dataset = loaded(changes)
        problems += _issue_date_warnings(dataset, "bluezone-2020")
    return problems


#: name: (what is done to the data, the code, where, what stands at that place, what stands at the other, the remedy)
SLIPS: dict[str, tuple[dict[str, str], str, str, str, str, str]] = {
    "signer": (
        swapped(DISPATCH, "signer: phuong", "signer: phung"),
        *("reference-unknown", DISPATCH, "phung-thi-huong-lan", "", "mean “phuong-thi-huong-lan”"),
    ),
    "signer of a copy": (
        added(DISPATCH, COPY),
        *("reference-unknown", DISPATCH, "ai-do", "", "available: phuong-thi-huong-lan"),
    ),
    "unit": (
        swapped(DISPATCH, "unit: BCVT\n", "unit: BCVTT\n") | swapped(AGENCY, "place: ", f"{UNITS}place: "),
        *("reference-unknown", DISPATCH, "BCVTT", "", "mean “BCVT”"),
    ),
    "a second signer where one signs": (
        swapped(DISPATCH, "unit: BCVT\n", "unit: BCVT\nco_signer: {name: A, title: B}\n"),
        *("co-signer-kind", DISPATCH, "{name: A", "", ""),
    ),
    "receiver": (
        swapped(DISPATCH, "to: tinh-doan-lang-son", "to: tinh-doan-lang-sn"),
        *("reference-unknown", DISPATCH, "tinh-doan-lang-sn", "", "mean “tinh-doan-lang-son”"),
    ),
    "member": (
        swapped(DISPATCH, TINH_DOAN, TINH_DOAN + "  - {members: [vnpt-lang-sn], text: x}\n"),
        *("reference-unknown", DISPATCH, "vnpt-lang-sn", "", "mean “vnpt-lang-son”"),
    ),
    "copy": (
        swapped(DISPATCH, "to: ubnd-tinh\n", "to: ubnd-tnh\n"),
        *("reference-unknown", DISPATCH, "ubnd-tnh", "", "mean “ubnd-tinh”"),
    ),
    "number of a copy": (
        swapped(DISPATCH, "unit: BCVT\n", "unit: BCVT\nnumbering: per-copy\nnumbers: {ubnd-tnh: 12}\n"),
        *("reference-unknown", DISPATCH, "12", "", "mean “ubnd-tinh”"),
    ),
    "list": (
        swapped(DOCUMENTS, "receiver: receivers", "receiver: recievers"),
        *("reference-unknown", DOCUMENTS, "recievers", "", "mean “receivers”"),
    ),
    "list of one's own": (
        {**swapped(DOCUMENTS, "receiver: receivers", "receiver: bann"), LIST: "- {id: a}\n"},
        *("reference-unknown", DOCUMENTS, "bann", "", "mean “ban”"),
    ),
    "template": (
        swapped(DOCUMENTS, "docx: danh-sach-gui.docx", "docx: danh-sach-gi.docx"),
        *("template-missing", DOCUMENTS, "danh-sach-gi.docx", "", "mean “danh-sach-gui.docx”"),
    ),
    "template of no known name": (
        swapped(DOCUMENTS, "docx: danh-sach-gui.docx", "docx: qqqqqqqqqqqqqq"),
        *("template-missing", DOCUMENTS, "qqqqqqqqqqqqqq", "", "put the file in templates/"),
    ),
    "part": (
        swapped(DOCUMENTS, "- {document: rosters}", "- {document: roster}"),
        *("reference-unknown", DOCUMENTS, "roster}", "", "mean “rosters”"),
    ),
    "part that is a pack": (
        swapped(DOCUMENTS, "- {document: rosters}", "- {document: packs-by-district}"),
        *(
            "part-unfit",
            DOCUMENTS,
            "packs-by-district}",
            "",
            "use a document whose PDF is made of its DOCX or HTML template",
        ),
    ),
    "dispatch of a document": (
        swapped(
            DOCUMENTS, "  path: letter/danh-sach-gui\n", "  path: letter/danh-sach-gui\n  dispatches: [bluezone]\n"
        ),
        *("reference-unknown", DOCUMENTS, "bluezone]", "", "mean “bluezone-2020”"),
    ),
    "body twice": (
        swapped(BODIES, "- id: lanh-dao-so", "- id: ubnd-tinh"),
        *("id-twice", BODIES, "ubnd-tinh\n", "ubnd-tinh\n", "different id"),
    ),
    "contact twice": (
        swapped(CONTACTS, "id: vuong-mac", "id: bao-cao"),
        *("id-twice", CONTACTS, "bao-cao\n", "bao-cao\n", "different id"),
    ),
    "document twice": (
        swapped(DOCUMENTS, "- id: send-list", "- id: letter"),
        *("id-twice", DOCUMENTS, "letter\n", "letter\n", "different id"),
    ),
    "signer twice": (
        added(AGENCY, "  - {id: phuong-thi-huong-lan, name: A, title: B}\n"),
        *("id-twice", AGENCY, "phuong-thi-huong-lan,", "phuong-thi-huong-lan\n", "different id"),
    ),
    "body and enterprise of one id": (
        swapped(ENTERPRISES, "- id: buu-dien-tinh", "- id: ubnd-tinh"),
        *("id-twice", ENTERPRISES, "ubnd-tinh\n", "ubnd-tinh\n", "different id"),
    ),
    "entry of a list twice": (
        {LIST: "- {id: a}\n- {id: b}\n- {id: a, x: y}\n"},
        *("id-twice", LIST, "a, x: y", "a}", "different id"),
    ),
    "entry of a list without id": ({LIST: "- {id: a}\n- {x: y}\n"}, "id-missing", LIST, "{x: y}", "", "add “id: …”"),
    "receiver twice": (
        swapped(DISPATCH, TINH_DOAN, TINH_DOAN * 2),
        *("receiver-twice", DISPATCH, "tinh-doan-lang-son\n", "tinh-doan-lang-son\n", "remove it"),
    ),
    "receiver and group": (
        swapped(DISPATCH, TINH_DOAN, TINH_DOAN + "  - to: phong-vhtt-cao-loc\n"),
        *("receiver-twice", DISPATCH, "huyen\n", "phong-vhtt-cao-loc\n", "remove it"),
    ),
    "receiver and members": (
        swapped(DISPATCH, TINH_DOAN, TINH_DOAN + "  - {members: [tinh-doan-lang-son], text: x}\n"),
        *("receiver-twice", DISPATCH, "[tinh-doan-lang-son]", "tinh-doan-lang-son\n", "remove it"),
    ),
    "enterprise and group": (
        swapped(DISPATCH, TINH_DOAN, TINH_DOAN + "  - to: vnpt-lang-son\n"),
        *("receiver-twice", DISPATCH, "doanh-nghiep\n", "vnpt-lang-son\n", "remove it"),
    ),
    "row of a form": (
        swapped(DISPATCH, '- ["2", "", "", "", ""]', '- ["2", "", ""]'),
        *("row-length", DISPATCH, '["2", "", ""]', "", "one cell per column"),
    ),
    "date before the cited": (
        swapped(DISPATCH, "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-14"),
        *("date-before-cited", DISPATCH, "2020-08-14\n", "2020-08-15\n", "of the cited document"),
    ),
    "date after the deadline": (
        swapped(DISPATCH, "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-21"),
        *("date-after-deadline", DISPATCH, "2020-08-21\n", "2020-08-20\n", "the deadline"),
    ),
}


def assert_told(problems: list[Problem], changes: dict[str, str], name: str) -> None:
    _changes, code, file, here, there, hint = SLIPS[name]

    def at(place: Place) -> str:
        text = changes.get(place.file) or text_of(place.file)
        return "\n".join(text.split("\n")[place.line - 1 :])[place.column - 1 :]

    found = [problem for problem in problems if problem.code == code and problem.place.file == file]
    (problem,) = (problem for problem in found if at(problem.place).startswith(here))
    assert [at(place).startswith(there) for place in problem.also] == ([True] if there else [])
    assert hint in problem.hint
    assert "None" not in problem.text
    if code == "reference-unknown":
        assert f"“{here.rstrip(',]} ').split(',')[0]}" in problem.text or here == "12"
    assert problem.severity == (Severity.WARNING if code.startswith("date-") else Severity.ERROR)
    if code == "id-twice":
        assert f"first in {problem.also[0]}" in problem.text


@pytest.mark.every(8)
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_between_the_files_is_told_at_its_place(name: str) -> None:
    changes, code, *_more = SLIPS[name]
    problems = [problem for problem in told(changes) if problem.code == code]
    assert len(problems) == 1
    assert_told(problems, changes, name)


@pytest.mark.parametrize(
    "names",
    [
        (
            *("contact twice", "document twice", "signer twice", "entry of a list twice"),
            *("body and enterprise of one id", "receiver"),
        ),
        ("list of one's own", "signer of a copy"),
        ("part", "entry of a list without id", "receiver and group"),
        ("part that is a pack", "copy"),
        ("dispatch of a document", "row of a form"),
        ("template of no known name", "receiver and members"),
    ],
    ids=lambda names: names[0],
)
def test_all_slips_are_told_at_once(names: tuple[str, ...]) -> None:
    changes = {file: text for name in names for file, text in SLIPS[name][0].items()}
    problems = told(changes)
    for name in names:
        assert_told(problems, changes, name)


def test_lists_of_ones_own_are_read_under_their_names() -> None:
    dataset = loaded({LIST: "- {id: a, x: '1'}\n", "data/lists/khac.yaml": "- {id: b}\n"})
    assert {name: listed.values for name, listed in dataset.lists.items() if name in ("ban", "khac")} == {
        "ban": [{"id": "a", "x": "1"}],
        "khac": [{"id": "b"}],
    }


@pytest.mark.parametrize(("name", "good"), [("enterprise", True), ("enter-prise", True), ("enter prise", False)])
def test_a_loop_value_has_a_name_for_templates(name: str, good: bool) -> None:
    found = told(
        swapped(
            DOCUMENTS,
            "for_each: {receiver: receivers}\n  path: letters",
            f"for_each: {{{name}: enterprises}}\n  path: letters",
        )
    )
    wrong = [p for p in found if p.code == "dimension-form"]
    assert bool(wrong) is not good
    assert all(p.hint and p.place.file == DOCUMENTS for p in wrong)


def test_a_kind_that_is_misspelt_is_guessed() -> None:
    (problem,) = told(swapped(DISPATCH, "kind: cong-van", "kind: cong-vna"))
    assert (problem.code, problem.place.file) == ("kind-unknown", DISPATCH)
    assert "cong-vna" in problem.text
    assert "“cong-van”" in problem.hint


def test_what_a_paper_refers_to_is_looked_for_at_each_place() -> None:
    paper = (
        "subject: đôn đốc\nreceivers: [{to: a}]\nsigner: b\nbody: x\n"
        "copies: [Như trên, {to: c}, {each: d, text: x}, {members: [e, f], text: y}]\n"
    )
    found = [p for p in problems_of({"data/papers/thu.yaml": paper}) if p.code == "reference-unknown"]
    values = [(p.message.values["value"], p.place.line) for p in found]
    assert values == [("a", 2), ("b", 3), ("c", 5), ("d", 5), ("e", 5), ("f", 5)]


def test_a_condition_that_no_entry_meets_is_told_with_what_there_is() -> None:
    signage = "data/signage/bluezone-2020.yaml"
    (warning,) = problems_of(swapped(signage, "{each: doanh-nghiep}", "{each: doanh-nghiep, where: name == 'X'}"))
    assert (warning.code, warning.severity, warning.place.line) == ("none-meets", Severity.WARNING, 15)
    assert "0 of 5 entries of “Doanh nghiệp”" in warning.text
    assert warning.hint.startswith("there is: “")


def test_a_loop_may_not_hide_a_fact() -> None:
    changes = swapped(
        DOCUMENTS, "  path: letter/danh-sach-gui\n", "  path: letter/danh-sach-gui\n  for_each: {agency: xa}\n"
    )
    (problem,) = (each for each in problems_of(changes) if each.code == "loop-name-taken")
    assert (problem.place.file, problem.hint) == (
        DOCUMENTS,
        "write another name in for_each and in the template: agency_2",
    )


def test_an_order_names_fields_of_the_one_list() -> None:
    for loops, order, expected in (
        ("{xa: xa}", "[district.nme]", ["unknown field “nme”"]),
        ("{xa: xa}", "[-district.name, id]", []),
        ("{xa: xa, don_vi: doanh-nghiep}", "[name]", ["“order” sorts the entries of one list"]),
        ("{nhan: receivers}", "[name]", ["“order” sorts the entries of one list"]),
    ):
        path = "  path: letter/danh-sach-gui\n"
        changes = swapped(DOCUMENTS, path, f"{path}  for_each: {loops}\n  order: {order}\n")
        codes = ("order-one-list", "reference-unknown")
        found = [each for each in problems_of(changes) if each.code in codes and each.place.file == DOCUMENTS]
        assert [each.text[: len(start)] for each, start in zip(found, expected, strict=True)] == expected
