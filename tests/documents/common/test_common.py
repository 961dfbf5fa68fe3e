"""Dates and numbers as the decree writes them."""

from __future__ import annotations

import pytest

from congvan.documents.common.facts import date_words, day, dispatch_facts, due_words, number_text
from congvan.documents.common.schema import Facts
from congvan.model.consistency import FACTS
from congvan.model.field_types import DateWithGaps, issue_date
from tests.acceptance.promises.line import DISPATCH, loaded, text_of
from tests.forms.office import form


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2020-01-05", "ngày 05 tháng 01 năm 2020"),
        ("2020-02-10", "ngày 10 tháng 02 năm 2020"),
        ("2020-03-09", "ngày 09 tháng 3 năm 2020"),
        ("2020-12-31", "ngày 31 tháng 12 năm 2020"),
    ],
)
def test_a_date_has_its_zeros_where_the_decree_wants_them(date: str, words: str) -> None:
    """Days below 10 and the months 1 and 2 (Appendix I, II.4.b)."""
    assert date_words(issue_date(date)) == words
    assert day(issue_date(date).known)["long"] == words


def test_a_gap_of_a_date_is_white_space_for_the_pen() -> None:
    gap = "\u00a0" * 5
    assert date_words(DateWithGaps(day="blank", month="2", year="blank")) == f"ngày{gap}tháng 02 năm{gap}"
    assert (number_text("blank"), number_text("9"), number_text("10")) == ("\u00a0" * 9, " 09", " 10")


def test_no_list_may_have_a_name_that_templates_know_already() -> None:
    assert set(FACTS) == set(Facts.__annotations__) - {"contacts"}  # lists themselves


def test_lists_go_by_every_name_of_theirs() -> None:
    facts = dispatch_facts(loaded({}), "bluezone-2020", "corrected")
    assert [each["id"] for each in facts["dau_moi"]] == ["bao-cao", "vuong-mac"]
    assert facts["contacts"]["vuong_mac"]["unit"] == "Phòng Bưu chính, Viễn thông"
    assert facts["huyen"] is facts["districts"]


def test_forms_appendices_and_the_dispatch_are_named_as_its_text_cites_them() -> None:
    facts = dispatch_facts(loaded({}), "bluezone-2020", "corrected")
    assert facts["forms"]["danh_sach"]["ref"] == "Phụ lục"
    assert facts["forms"]["danh_sach"]["title"].startswith("Biểu danh sách Nhân viên")
    assert facts["dispatch"]["cited"].startswith("Công văn số")
    more = "    period: {each: week}\n    due: {day: thứ Sáu, time: 16h00}\n"
    text = text_of(DISPATCH).replace("    due: danh-sach\n", more, 1)
    forms = dispatch_facts(loaded({DISPATCH: text}), "bluezone-2020", "corrected")["forms"]
    assert forms["danh_sach"]["due"] == "16h00 thứ Sáu"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("{day: 5, time: 16h00}", "16h00 ngày 05 hằng tháng"),
        ("{day: +10}", "ngày 10 tháng sau"),
        ("{day: +0}", "ngày cuối kỳ"),
        ("{day: 25}", "ngày 25 hằng tháng"),
    ],
)
def test_when_a_report_of_each_month_is_due_in_words(due: str, words: str) -> None:
    period = f"period: {{each: month, from: 1/8/2026}}, due: {due}"
    columns = "columns: [{id: a, label: A}], rows: 1"
    assert (
        due_words(form(f"forms: [{{id: thang, name: B, subject: M, per: {{xa: xa}}, {period}, {columns}}}]\n")) == words
    )
