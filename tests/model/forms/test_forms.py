"""Forms of a dispatch as typed: keys, and what is said of wrong values."""

from __future__ import annotations

from congvan.model.forms.form import Form
from congvan.model.forms.sections import ONLY
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
