"""What the filters of templates give: each example of the list, in each kind of template, on the fast path as well."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.templating.environment import jinja_environment
from congvan.core.templating.filters import TABLE, Filter, by_given_name, groups, long_day, otherwise, short_day, total
from congvan.documents.text.interpolate import merge
from congvan.formats import compile_template
from congvan.formats.docx.template import compile_template as compile_docx
from congvan.values.expressions.entries import Entries
from tests.formats.docx_samples import docx, p, text_of
from tests.formats.xlsx_samples import workbook

PEOPLE = ["Vũ Thị Ánh", "Đỗ Văn Ân", "Vũ An", "Lê Ăn", "Đinh Bình", "Dương Bình", "Trần Đức", "Phạm Dũng", "Phạm Dung"]


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.name)
def test_each_example_is_true(one: Filter) -> None:
    assert jinja_environment(autoescape=False).from_string(one.example).render().strip() == one.result


@pytest.mark.parametrize("one", [one for one in TABLE if "{%" not in one.example], ids=lambda one: one.name)
def test_each_works_in_word_and_in_texts_of_the_data(one: Filter) -> None:
    problems: list[Problem] = []
    assert merge(one.example, {}, problems, lambda _at: Place()) == one.result
    assert problems == []
    example = one.example.replace("&", "&amp;")
    assert text_of(compile_docx(docx(p(example))).render({})) == one.result


def test_names_stand_in_the_order_of_given_names() -> None:
    ordered = [
        "Vũ An",
        "Vũ Thị Ánh",
        "Lê Ăn",
        "Đỗ Văn Ân",
        "Dương Bình",
        "Đinh Bình",
        "Phạm Dung",
        "Phạm Dũng",
        "Trần Đức",
    ]
    assert by_given_name(PEOPLE) == ordered
    assert [one["name"] for one in by_given_name([{"name": name} for name in PEOPLE])] == ordered
    assert by_given_name([{"x": {"y": "B"}}, {"x": {"y": "A"}}], "x.y")[0] == {"x": {"y": "A"}}


@pytest.mark.parametrize("tones", list(itertools.permutations(["ma", "mà", "mả", "mã", "má", "mạ"]))[::97])
def test_tones_stand_in_the_order_of_dictionaries(tones: tuple[str, ...]) -> None:
    assert by_given_name(list(tones)) == ["ma", "mà", "mả", "mã", "má", "mạ"]


@pytest.mark.parametrize(
    ("typed", "short", "long"),
    [
        ("2026-03-05", "05/3/2026", "ngày 05 tháng 3 năm 2026"),
        ("15/2/2026", "15/02/2026", "ngày 15 tháng 02 năm 2026"),
        ("1-12-2026", "01/12/2026", "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_days_have_the_zeros_of_the_decree(typed: str, short: str, long: str) -> None:
    assert (short_day(typed), long_day(typed)) == (short, long)


class NotATime(datetime.datetime):
    """What pandas' NaT is: a point in time that equals nothing, with no day."""

    __hash__ = datetime.datetime.__hash__

    def __eq__(self, other: object) -> bool:
        return False

    def __str__(self) -> str:
        return "NaT"


def test_the_day_of_a_point_in_time_is_printed() -> None:
    assert long_day(datetime.datetime(2026, 3, 5, 14, 30)) == long_day("2026-03-05")
    with pytest.raises(ValueError, match="“NaT” is not a day"):
        long_day(NotATime(2026, 1, 1))


@pytest.mark.parametrize("typed", ["", "31/9/2026", "2026-3", "5/3/26", "blank"])
def test_what_is_no_day_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        long_day(typed)


def test_sums_are_exact_and_groups_keep_their_order() -> None:
    assert total(["0,1", "0,2"]) == 0.3
    assert total([]) == 0
    assert [one["ten"] for one in groups([{"x": "B"}, {"x": "A"}, {"x": "B"}], "x")] == ["B", "A"]
    assert otherwise(0, "x") == 0


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("'nhiều'|tien", "“nhiều” is not a number"),
        ("rows|tong('so')", "has no “so”"),
        ("rows|tong", "say which of its values is added up"),
        ("rows|join(', ')", "say which of them is joined"),
        ("'abc'|theo_ten", "not a list"),
        ("rows|nhom('x')", "can be grouped"),
    ],
)
def test_what_is_wrong_is_told_at_its_tag(expression: str, told: str) -> None:
    with pytest.raises(ProblemsFound) as stop:
        compile_docx(docx(p(f"{{{{ {expression} }}}}")), name="t.docx").render({"rows": [{"x": []}]})
    assert told in str(stop.value)
    assert "t.docx" in str(stop.value)


def test_a_missing_name_is_still_told() -> None:
    env = jinja_environment(autoescape=False)
    for expression in ("x|tien", "x|tong", "x|theo_ten", "x|ngay"):
        with pytest.raises(UndefinedError, match="is undefined"):
            env.from_string(f"{{{{ {expression} }}}}").render()
    assert env.from_string("{{ x|mac_dinh('—') }}").render() == "—"


@pytest.mark.parametrize(
    "picks", ["'ho.id', 'equalto', id", "'ho.id', 'eq', 'b'", "'n', '==', 2", "'x.0', 'equalto', 'a'"]
)
def test_rows_of_a_second_list_are_picked_as_jinja_picks_them(picks: str) -> None:
    rows = [{"ho": {"id": id}, "n": n, "x": [id]} for n, id in enumerate("abacb")]
    ours, jinjas = jinja_environment(autoescape=False), SandboxedEnvironment()
    source = f"{{% for row in rows|selectattr({picks}) %}}{{{{ row.n }}}} {{% endfor %}}"
    shown = ours.from_string(source).render(rows=rows, id="a")
    assert ours.from_string(source).render(rows=Entries(rows), id="a") == shown  # by their index
    assert shown == jinjas.from_string(source).render(rows=rows, id="a") != ""
    with pytest.raises(UndefinedError):
        ours.from_string(source).render(rows=Entries([*rows, {"ho": ""}]), id="a")


HEAD = "<html><body style=\"font-family: Tinos, 'Liberation Serif'\">"
EXPRESSIONS = [
    "{{ amount|tien }} ({{ amount|bang_chu('đồng')|hoa_dau }})",
    "{{ day|ngay_thang }} {{ day|ngay }}",
    "{{ note|mac_dinh('không') }} {{ absent|mac_dinh('—') }}",
    "{{ rows|tong('n')|thap_phan(1) }}",
    "{{ rows|theo_ten|map(attribute='name')|join(', ') }}",
    "{% for one in rows|theo_ten %}{{ one.name }} {% endfor %}",
    "{% for g in rows|nhom('k') %}{{ g.ten }}: {{ g.muc|tong('n') }}; {% endfor %}",
]


def record(number: int) -> dict[str, Any]:
    rows = [{"name": f"B{number % 10}", "n": number, "k": "x"}, {"name": f"A{number % 10}", "n": 1, "k": "x"}]
    return {"amount": str(number), "day": f"{number % 9 + 1}/3/2026", "note": "y" * (number % 2), "rows": rows}


@pytest.mark.every(4)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_records_are_filled_with_what_a_run_gives(expression: str) -> None:
    word, book = docx(p(expression)), workbook({"A1": expression})  # made once: they hold the time
    made: dict[str, Callable[[], Any]] = {
        "docx": lambda: compile_template("docx", word, name="t.docx"),
        "pdf": lambda: compile_template("pdf", f"{HEAD}<p data-f>{expression}</p>".encode(), name="t.html"),
        "xlsx": lambda: compile_template("xlsx", book, name="t.xlsx"),
    }
    for make in made.values():
        template = make()
        for number in range(10, 26):
            template.render(record(number))
        before = template.ways.counts.copy()
        filled = [template.render(record(number)) for number in range(30, 36)]
        assert template.ways.counts - before == {"filled": 6}
        assert filled[-1] == make().render(record(35))


def test_a_message_of_a_filter_knows_both_languages() -> None:
    ids = ("number", "large", "day", "list", "key", "group")
    assert all(Message(f"filter-value.{each}", value="x", key="y").text("vi") for each in ids)
