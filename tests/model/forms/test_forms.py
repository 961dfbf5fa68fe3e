"""Forms of a dispatch as typed: keys, and what is said of wrong values."""

from __future__ import annotations

from congvan.model.forms.form import Form
from congvan.model.forms.sections import ONLY, Section
from tests.model.refusals import refused

COLUMNS = [{"id": "tt", "label": "TT", "type": "ordinal"}]
FORM = {"id": "a", "name": "Danh sách", "subject": "Thành viên", "columns": COLUMNS}


def form(**more: object) -> Form:
    return Form.model_validate({**FORM, **more})


def test_form_with_one_section_states_its_keys_itself() -> None:
    made = form(rows="12", total="Cộng")
    (section,) = made.all_sections
    assert (section.id, section.rows.count, section.total, section.shape) == (ONLY, 12, "Cộng", "table")


def test_columns_within_columns() -> None:
    under = {"label": "Trong tuần", "columns": [{"id": "mac", "label": "Mắc"}, {"id": "chet", "label": "Chết"}]}
    made = form(columns=[*COLUMNS, under])
    assert [leaf.name for leaf in made.all_sections[0].leaves] == ["tt", "mac", "chet"]


def test_wrong_values_are_named() -> None:
    refusals = {
        "rows-form": {"rows": "mười"},
        "due-form": {"due": "thứ Sáu 16h00"},
        "due-day": {"due": {"day": "ngày mai"}},
        "time-form": {"due": {"day": "+1", "time": "25h00"}},
        "period-order": {"period": {"each": "week", "from": "2/9/2026", "to": "1/9/2026"}},
        "weekday-unknown": {"period": {"each": "week", "starts": "Monday"}},
        "column-both": {"columns": [{"label": "A", "type": "date", "columns": COLUMNS}]},
        "column-id": {"columns": [{"label": "A"}]},
        "choices-missing": {"columns": [{"id": "a", "label": "A", "type": "choice"}]},
        "section-both": {"sections": [{"id": "b", "columns": COLUMNS}]},
        "columns-missing": {"columns": []},
        "dimension-form": {"per": {"Xã": "xa"}},
    }
    for code, more in refusals.items():
        assert code in refused(Form, {**FORM, **more}), code


def test_short_forms_of_writing() -> None:
    made = form(
        per=["xa", "don-vi"],
        lines="Xã: {{ xa.heading }}",
        signers="Người lập biểu",
        due="28/8/2026",
        period="week",
        total="true",
        nil="true",
        attachments=["Biên bản họp xét"],
    )
    assert made.per == {"xa": "xa", "don_vi": "don-vi"}
    assert form(per="xa").per == {"xa": "xa"}
    assert (made.lines, made.signers[0].title, made.total, made.nil) == (
        ("Xã: {{ xa.heading }}",),
        "Người lập biểu",
        "Cộng",
        "Không phát sinh",
    )
    assert made.due is not None
    assert str(made.due.date) == "2026-08-28"
    assert made.period is not None
    assert made.period.each == "week"
    assert (made.attachments[0].id, made.attachments[0].label) == ("bien-ban-hop-xet", "Biên bản họp xét")
    assert form(total="false").total is None


def test_rows_for_a_list_print_its_entry_in_the_column_of_the_list() -> None:
    columns = [{"id": "ten", "label": "Thôn", "type": "thon"}, {"id": "ho", "label": "Số hộ", "type": "integer"}]
    keys = {"rows": {"each": "thon"}, "columns": columns}
    assert [each.value for each in Section.model_validate(keys).columns] == ["thon", None]
    columns.append({"id": "cu", "label": "Thôn cũ", "type": "thon", "value": "thon"})
    assert [each.value for each in Section.model_validate(keys).columns] == [None, None, "thon"]
    assert Section.model_validate({**keys, "columns": columns[:1], "rows": "3"}).columns[0].value is None
