"""Forms as dispatches of before write them, while builders and readers are rebuilt: as forms of today, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from congvan.columns.table import TYPES
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import Form

Kind = Literal["text", "phone", "number", "district", "ordinal"]
_TYPES = {"text": "text", "phone": "phone", "number": "integer", "district": "districts", "ordinal": "ordinal"}
_KINDS: dict[str, Kind] = {"phone": "phone", "ordinal": "ordinal", "integer": "number"}


@dataclass(frozen=True, slots=True)
class OlderColumn:
    """A column as readers of before know it."""

    id: str
    label: str
    mm: float
    align: Literal["left", "center", "right"] = "left"
    kind: Kind = "text"
    corrected_only: bool = False


@dataclass(frozen=True, slots=True)
class OlderForm:
    """A form as builders and readers of before know it."""

    id: str
    version: int
    name: str
    subject: str
    columns: tuple[OlderColumn, ...]
    rows: int = 10
    rows_per_district: int = 2
    row_mm: float = 9.0
    note: str | None = None
    signed_by: str | None = None
    sign_hint: str | None = None
    as_issued_rows: tuple[tuple[str, ...], ...] = ()


def older_form(form: Form) -> OlderForm:
    """Return a form with one section as builders and readers of before know it."""
    section = form.all_sections[0]
    signer = form.signers[0] if form.signers else None
    return OlderForm(
        form.id,
        form.version,
        form.name,
        form.subject,
        tuple(_older_column(column) for column in section.leaves),
        section.rows.count or 10,
        section.rows_each,
        section.row_mm,
        form.note,
        signer.title if signer else None,
        signer.hint if signer else None,
        section.as_issued_rows,
    )


def _older_column(column: FormColumn) -> OlderColumn:
    kind: Kind = _KINDS.get(column.type, "text") if column.type in TYPES else "district"
    return OlderColumn(
        column.id or "", column.label, column.mm or 27, column.align or "left", kind, column.corrected_only
    )


class EitherSchema:
    """For the schema of editors: forms of before are no mistake yet."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [handler(core), {"type": "array", "items": {"type": "object"}}]}


def as_forms_of_today(forms: Any) -> Any:
    """Return the data of forms with the keys of before replaced by those of today; anything else unchanged."""
    return [_form_of_today(each) for each in forms] if isinstance(forms, list) else forms


def _form_of_today(form: Any) -> Any:
    if not isinstance(form, dict):
        return form
    renamed = {"rows_per_district": "rows_each"}
    made = {renamed.get(key, key): value for key, value in form.items() if key not in ("signed_by", "sign_hint")}
    if "signed_by" in form:
        made["signers"] = [{"title": form["signed_by"], **({"hint": form["sign_hint"]} if "sign_hint" in form else {})}]
    if isinstance(columns := form.get("columns"), list):
        made["columns"] = [_column_of_today(each) for each in columns]
    return made


def _column_of_today(column: Any) -> Any:
    if not isinstance(column, dict) or "kind" not in column:
        return column
    return {("type" if key == "kind" else key): _TYPES.get(value, value) if key == "kind" else value
            for key, value in column.items()}  # fmt: skip
