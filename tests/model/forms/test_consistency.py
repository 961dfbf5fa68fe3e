"""Forms against the lists of the project and against each other; what an officer reads of each slip."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import Problem, Severity
from tests.forms.office import DISPATCH, LISTS, told

COLUMNS = "[{id: tt, label: TT, type: ordinal}, {id: ho-ten, label: Họ và tên, type: name}]"
KEYS: dict[str, Any] = {
    "id": "thanh-vien",
    "name": "Danh sách",
    "subject": "Thành viên",
    "per": "{xa: xa, don_vi: don-vi}",
    "sender": "xa.ubnd",
    "due": "danh-sach",
    "lines": '["Xã: {{ xa.heading }}", "Đơn vị: {{ don_vi.name }}"]',
    "columns": COLUMNS,
}


def form(**changes: str | None) -> str:
    """A dispatch's form with keys changed, or left out (None)."""
    keys = {key: value for key, value in {**KEYS, **changes}.items() if value is not None}
    first, *rest = (f"{key}: {value}" for key, value in keys.items())
    return "\n    ".join([f"forms:\n  - {first}", *rest]) + "\n"


def problems(text: str, lists: dict[str, str] | None = None) -> list[Problem]:
    return told(text, {**LISTS, **(lists or {})})


def test_a_form_without_mistakes() -> None:
    assert problems(form()) == []


SLIPS = [
    (  # 1
        form(per="{xa: xã, don_vi: don-vi}"),
        "list-unknown",
        "“xã” không phải mã danh sách. → Ghi mã, không ghi tên: có phải là “xa” (Xã, phường) không?",
        "per",
    ),
    (  # 2
        form(owed="don_vi.kind = 'vien-thong'"),
        "expression-form",
        "so sánh bằng viết hai dấu bằng → don_vi.kind == 'vien-thong'",
        "owed",
    ),
    (
        form(lines='["{{ don_vi.name }}", "Xã: {{ xa.heading }"]'),
        "brace-lost",
        "“{{ xa.heading }” là chỗ điền",
        "lines",
    ),  # 3
    (  # 4
        form(owed="{when: count(thon, xa) > 0, rows: 2}"),
        "flow-comma",
        "trong { } và [ ], dấu phẩy ngăn các mục, nên đoạn này bị cắt sau “count(thon”"
        ' → đặt cả đoạn trong dấu ngoặc kép: "count(thon, xa) > 0"',
        "owed",
    ),
    (  # 5
        form(columns="[{id: a, label: A, type: ngày}]"),
        "type-unknown",
        "Không có loại cột “ngày”. → ngày tháng ghi là “date”; các loại khác: text (chữ)",
        "columns",
    ),
    (  # 10
        form(due="thứ Sáu 16h00"),
        "due-form",
        "Hạn chưa đúng cách ghi. → due: {day: thứ Sáu, time: 16h00}; biểu không theo kỳ: due: danh-sach (mã trong"
        " deadlines) hoặc due: {date: 28/8/2026}",
        "due",
    ),
]


@pytest.mark.parametrize(("text", "code", "said", "key"), SLIPS, ids=[slip[1] for slip in SLIPS])
def test_slips_are_told_in_the_words_of_an_office(text: str, code: str, said: str, key: str) -> None:
    with using_language("vi"):
        (problem,) = problems(text)
        assert problem.code == code
        told = f"{problem.text} → {problem.hint}".casefold().replace(". →", " →")
        assert told.startswith(said.casefold().replace(". →", " →"))
    lines = told_lines(text)
    assert lines[problem.place.line - 1].lstrip(" -").startswith(f"{key}:")
    assert problem.place.column


def told_lines(text: str) -> list[str]:
    return (DISPATCH + text).splitlines()


COLUMN_TT = "{id: tt, label: TT, type: ordinal}"
WRONG = {
    "name-twice": [form(id="thon"), form(per="{xa: don-vi, don_vi: don-vi}", sender=None)],
    "list-unknown": [
        form(per="{truong: truong-hoc}", sender=None, lines=None, head="sender"),
        form(rows="{each: xaa}"),
        form(period="{each: week, from: 31/8/2026}", due="{day: thứ Sáu, holiday: before}"),
    ],
    "sender-unknown": [form(sender="huyen")],
    "sender-step": [form(sender="xa.phong-vhtt")],
    "expression-name": [
        form(owed="donvi.kind == 'a'"),
        form(owed="xa.loai == 'a'"),
        form(rows="{each: thon, where: thon.xaa == xa}"),
        form(columns=f"[{COLUMN_TT}, {{id: a, label: A, type: integer, value: b + 1}}]"),
        form(checks="[{check: count(nu) > 0, say: sai}]"),
        form(closing='"Có {{ count(nu) }} người."'),
        form(  # the table that is summed is below
            columns=None,
            sections="[{id: a, columns: [{id: x, label: X, type: integer, value: sum(b.y)}]},"
            " {id: b, columns: [{id: y, label: Y, type: integer}]}]",
        ),
    ],
    "expression-type": [
        form(columns="[{id: a, label: A}, {id: b, label: B, type: integer, value: a + 1}]", checks=None)
        .replace("label: A}", "label: A, type: date}"),
        form(checks="[{check: xa > 5, say: sai}]"),
    ],
    "merge-unknown": [form(lines='["Xã: {{ xaa.heading }} {{ don_vi.name }} {{ xa.name }}"]')],
    "period-each": [form(period="{each: hour, from: 1/8/2026}")],
    "period-days": [form(period="{each: xa}")],
    "period-many": [form(period="{each: day, from: 1/8/2026, to: 1/8/2126}")],
    "due-deadline": [form(due="danh-sahc")],
    "due-form": [form(due="{day: thứ Sáu}"), form(due="{time: 16h00}")],
    "section-unknown": [form(attachments="[{id: a, label: A, each: ca-nhan}]")],
    "bound-type": [
        form(columns="[{id: a, label: A, type: date, max: cuối năm}]"),
    ],
    "property-unfit": [
        form(columns="[{id: a, label: A, type: text, max: 5}]"),
        form(columns="[{id: a, label: A, type: ordinal, value: 5}]"),
        form(columns="[{id: a, label: A, type: integer, round: 1}]"),
    ],
    "value-type": [
        form(columns="[{id: a, label: A, type: date, value: 5}]"),
        form(columns="[{id: a, label: A, type: xa, value: don_vi}]"),
        form(columns="[{id: a, label: A, type: integer, value: xa}]"),
        form(columns="[{id: a, label: A, type: integer, value: xa.name}]"),
        form(columns="[{id: a, label: A, type: name}, {id: b, label: B, type: mark, value: a}]"),
        form(columns="[{id: a, label: A, type: phone, equals: 1 + 1}]"),
    ],
    "label-twice": [
        form(columns="[{id: a, label: Số  NGƯỜI}, {id: b, label: Số người}]"),
        form(columns="[{label: Hộ, columns: [{id: a, label: A}]}, {label: hộ, columns: [{id: b, label: a}]}]"),
        form() + form(id="khac").removeprefix("forms:\n"),
        form(attachments="[Ảnh chân dung, {id: b, label: ảnh chân dung}]"),
        form(
            columns=None,
            sections="[{id: a, title: I. Tập thể, columns: [{id: x, label: X}]},"
            " {id: b, title: I. TẬP THỂ, columns: [{id: x, label: X}]}]",
        ),
    ],
    "choices-twice": [form(columns="[{id: a, label: A, type: choice, choices: [Nam, Nữ, ' nữ']}]")],
    "bound-order": [form(columns="[{id: a, label: A, type: money, min: 1.500.000, max: 6.000}]")],
    "filter-unknown": [form(closing='"Bằng chữ: {{ count()|bangchu }}"')],
    "value-circle": [
        form(columns="[{id: a, label: A, type: integer, value: b}, {id: b, label: B, type: integer, value: a + 1}]"),
        form(columns="[{id: a, label: A, type: money, value: so_far(b)}, {id: b, label: B, type: money, value: a}]"),
        form(columns="[{id: a, label: A, type: integer, value: so_far(a)}, {id: b, label: B}]"),
    ],
    "open-formula": [
        form(columns="[{id: a, label: A, type: integer}, {id: b, label: B, type: integer, value: a, open: true}]"),
        form(columns="[{id: a, label: A, type: integer, open: true}]"),
    ],
    "sum-type": [
        form(columns="[{id: a, label: A, sum: add}]"),
        form(columns="[{id: a, label: A, type: percent, sum: value}]"),
    ],
    "since-version": [form(columns="[{id: a, label: A, since: 2}]")],
    "columns-wide": [form(columns="[{id: a, label: A, mm: 140}, {id: b, label: B, mm: 120}]")],
    "column-name-taken": [
        *(form(columns=f"[{{id: {name}, label: A}}]") for name in ("tt", "agency", "don-vi", "sent")),
        form(columns="[{id: xa, label: A, type: don-vi}]"),
    ],
    "id-twice": [form(columns="[{id: a, label: A}, {id: a, label: B}]")],
    "row-length": [form(as_issued_rows='[["1", "2", "3"]]')],
    "row-typed": [form(columns="[{id: a, label: A, type: year}]", rows="[{a: năm nay}]")],
    "column-unknown": [form(rows="[{ho-tne: A}]")],
}  # fmt: skip  # a table: what belongs together on a line
CASES = [(code, text) for code, texts in WRONG.items() for text in texts]


@pytest.mark.parametrize(("code", "text"), CASES, ids=[f"{code}-{n}" for n, (code, _text) in enumerate(CASES)])
def test_each_wrong_value_has_its_message(code: str, text: str) -> None:
    (problem,) = problems(text)
    assert problem.code == code
    assert problem.place.line > 8
    for language in ("en", "vi"):
        with using_language(language):
            assert problem.text != code
            assert problem.hint, problem.text


def test_a_sender_without_a_list_before_it_is_told_with_what_to_write() -> None:
    with using_language("vi"):
        problem = next(each for each in problems(form(per=None)) if each.code == "sender-unknown")
        assert problem.hint.startswith("ghi trước biểu lập cho ai: per: {xa: …}")


def test_a_function_in_capitals_is_told_with_its_name() -> None:
    (problem,) = problems(form(closing='"Có {{ SUM(tt) }} người."'))
    assert (problem.code, "“sum”" in problem.hint) == ("merge-unknown", True)


def test_a_form_that_does_not_say_whose_it_is() -> None:
    (problem,) = problems(form(lines='["Xã: {{ xa.heading }}"]'))
    assert (problem.code, problem.severity) == ("line-none", Severity.WARNING)
    assert "{{ don_vi.heading }}" in problem.hint
    assert problems(form(lines=None, head="sender")) == []


def test_sender_of_a_list_with_several_bodies() -> None:
    two = LISTS["xa"].replace("receives: {ubnd:", 'receives: {phong: "Phòng {{ name }}", ubnd:')
    (problem,) = problems(form(sender="xa"), {"xa": two})
    assert problem.code == "sender-which"
    assert "xa.phong" in problem.hint
    assert problems(form(sender="xa.phong"), {"xa": two}) == []


def test_everything_wrong_is_told_in_one_run() -> None:
    text = form(owed="don_vi.kidn == 'a'", due="thứ Sáu", sender="huyen", columns="[{id: a, label: A, type: ngày}]")
    other = form(id="khac", owed="xa.knd == 'a'").removeprefix("forms:\n")
    codes = {problem.code for problem in problems(text + other)}
    assert {"due-form", "expression-name"} <= codes  # the second form is checked although the first cannot be read


def test_names_follow_references() -> None:
    assert problems(form(per="{thon: thon}", sender="thon.xa.ubnd", lines='["{{ thon.xa.heading }}"]')) == []
    assert problems(form(owed="count(thon, thon.xa == xa and thon.so_ho > 10) > 0")) == []
    (problem,) = problems(form(owed="count(thon, thon.xaa == xa) > 0"))
    assert problem.code == "expression-name"


def test_other_forms_are_names_too() -> None:
    first = form()
    second = form(
        id="tong-hop",
        subject="Tổng hợp",
        per="{don_vi: don-vi}",
        sender=None,
        lines='["{{ don_vi.name }}"]',
        columns="[{id: xa, label: X, type: xa, value: xa}, {id: n, label: N, equals: count(thanh_vien)}]",
        rows="{each: xa}",
    ).removeprefix("forms:\n")
    assert problems(first + second) == []
    (problem,) = problems(first + second.replace("count(thanh_vien)", "sum(thanh_vien.tuoi)"))
    assert problem.code == "expression-name"


def test_assignments_and_tables() -> None:
    posts = "assignments: [{id: to, name: Tổ, posts: {each: thon}, same: xa, from: [{form: thanh-vien}]}]\n"
    assert problems(form() + posts) == []
    assert [each.code for each in problems(form() + posts.replace("form: thanh-vien", "form: thanh-vine"))] == [
        "form-unknown"
    ]
    assert [each.code for each in problems(form() + posts.replace("same: xa", "same: huyen"))] == [
        "same-unknown",
        "same-unknown",
    ]
    assert [each.code for each in problems(form() + posts.replace("thanh-vien}", "thanh-vien, by: xa}"))] == ["same-by"]
    assert [each.code for each in problems(form() + "tables: [{id: a, of: thanh-vien, per: {x: xaa}}]\n")] == [
        "list-unknown"
    ]


def test_periods_of_a_list() -> None:
    surveys = """\
list: {label: Đợt, one: đợt}
entries:
  - {id: d1, name: Một, valid_from: 1/1/2026, valid_to: 30/6/2026}
  - {id: d2, name: Hai, valid_from: 1/7/2026, valid_to: 31/12/2026}
"""
    lines = '["{{ ky.name }} {{ xa.name }} {{ don_vi.name }}"]'
    lists = {"dot": surveys}
    assert problems(form(period="{each: dot, from: d1, to: d2}", due="{day: +10}", lines=lines), lists) == []
    for ends, code in (("from: d3", "period-entry"), ("from: d2, to: d1", "period-order")):
        (problem,) = problems(form(period=f"{{each: dot, {ends}}}", due="{day: +10}", lines=lines), lists)
        assert problem.code == code


def test_figures_to_begin_with_are_of_columns_that_are_cumulated() -> None:
    lines = '["{{ ky.name }} {{ xa.name }} {{ don_vi.name }}"]'
    columns = "[{id: n, label: N, type: integer}, {id: m, label: M, type: integer}"
    summed = f"{columns}, {{id: luy-ke, label: L, type: integer, value: so_far(n)}}]"

    def told(base: str, columns: str = summed) -> list[tuple[str, str, int]]:
        period = f"{{each: month, from: 2026-01, base: {base}}}"
        found = problems(form(period=period, due="{day: +10}", lines=lines, columns=columns))
        return [(each.code, each.hint or "", each.place.line) for each in found]

    assert told("{n: 120}") == told("{n: {xa-a: 120}}") == told("{n: '1.200'}") == []
    for base, code, hint in (
        ("{luy-ke: 120}", "period-base", "n"),
        ("{m: 120}", "period-base", "n"),
        ("{n: {xa-x: 1}}", "period-entry", ""),
        ("{n: mười}", "bound-type", ""),
    ):
        ((found, said, line),) = told(base)
        assert (found, line > 0) == (code, True)
        assert hint in said
    ((code, said, _line),) = told("{n: 120}", f"{columns}]")
    assert (code, "so_far" in said) == ("period-base", True)
