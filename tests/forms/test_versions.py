"""A form that was sent out and is changed under the same version is told."""

from __future__ import annotations

from congvan.core.i18n import using_language
from congvan.forms.form import DispatchForm
from congvan.forms.versions import changed_columns, columns_sent
from tests.forms.office import form

COLUMNS = "{id: tt, label: TT, type: ordinal}, {id: ten, label: Tên, type: name}"


def of(columns: str, version: int = 1) -> DispatchForm:
    return form(f"forms:\n  - {{id: ds, version: {version}, name: A, subject: B, columns: [{columns}]}}\n")


def test_what_was_sent_out_may_stay() -> None:
    sent = columns_sent(of(COLUMNS))
    assert sent == {"version": 1, "columns": {"bang/tt": "ordinal", "bang/ten": "name"}}
    assert not list(changed_columns(of(COLUMNS), sent))
    assert not list(changed_columns(of(f"{COLUMNS}, {{id: cccd, label: C, type: cccd, since: 2}}", 2), sent))


def test_a_column_added_under_the_same_version() -> None:
    (problem,) = changed_columns(of(f"{COLUMNS}, {{id: cccd, label: C, type: cccd}}"), columns_sent(of(COLUMNS)))
    with using_language("vi"):
        assert "nay thêm cột “cccd”" in problem.text
        assert problem.hint.startswith("Ghi version: 2 và, ở cột mới, since: 2")
    assert problem.place.line == 10


def test_a_column_of_another_type_under_the_same_version() -> None:
    changed = of(COLUMNS.replace("type: name", "type: text"))
    (problem,) = changed_columns(changed, columns_sent(of(COLUMNS)))
    assert problem.message.id == "version-kept.type"
