"""How a value is entered: the kind of its field, by its type in the model, and what a reference refers to."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from congvan.editing.shapes import bare, is_model
from congvan.model import field_types as types
from congvan.model.directory import Signer
from congvan.model.dispatch import Archive, Copy, Dispatch, Receiver
from congvan.model.document_specs import Document
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import Form
from congvan.model.forms.scalars import ExpressionText, TimeOfDay
from congvan.model.forms.tables import TableColumnSpec, TableSpec
from congvan.model.kinds.blocks import AttachedDocument, CertifiedCopy
from congvan.model.papers import Paper, PaperReceiver
from congvan.model.signage import Delivery, SignSet

_SCALARS: tuple[tuple[Any, str], ...] = (
    (types.Date, "date"),
    (types.Number, "number"),
    (types.Count, "count"),
    (types.Positive, "integer"),
    (types.Integer, "integer"),
    (types.Millimetres, "decimal"),
    (types.Decimal, "decimal"),
    (types.YesNo, "yes-no"),
    (types.Phone, "phone"),
    (types.Id, "id"),
    (types.Name, "name"),
    (ExpressionText, "condition"),
    (TimeOfDay, "time"),
)
"""Types of values, and the kind of their fields; everything else is a text."""

BODIES = ("body",)
LINES = ("subject", "instead_of", "note", "closing", "reason", "message", "text", "others")
"""Texts that may have several lines."""
CONDITIONS = ("where", "when")

REFERS: Mapping[tuple[type[BaseModel], str], str] = {
    (Dispatch, "kind"): "kinds",
    (Paper, "kind"): "kinds",
    (AttachedDocument, "kind"): "kinds",
    (Dispatch, "signer"): "signers",
    (Paper, "signer"): "signers",
    (CertifiedCopy, "signer"): "signers",
    (Dispatch, "unit"): "units",
    (Paper, "unit"): "units",
    (Paper, "about"): "forms",
    (PaperReceiver, "to"): "addressees",
    (Archive, "unit"): "units",
    (Dispatch, "signage"): "signage",
    (Receiver, "to"): "bodies",
    (Receiver, "members"): "bodies",
    (Receiver, "each"): "lists",
    (Copy, "to"): "bodies",
    (Copy, "members"): "bodies",
    (Copy, "each"): "lists",
    (SignSet, "each"): "lists",
    (Delivery, "contact"): "contacts",
    (Form, "per"): "lists",
    (Form, "due"): "deadlines",
    (Form, "sender"): "dimensions",
    (FormColumn, "type"): "column-types",
    (TableSpec, "of"): "table-sources",
    (TableSpec, "group"): "table-columns",
    (TableSpec, "by"): "table-columns",
    (TableSpec, "across"): "table-columns",
    (TableSpec, "order"): "table-columns",
    (TableColumnSpec, "id"): "table-columns",
    (Document, "form"): "forms",
    (Document, "table"): "tables",
    (Document, "paper"): "papers",
    (Document, "dispatches"): "dispatches",
}
"""Keys whose value is the id of something else, and what it is chosen from."""


def refers_to(owner: type[BaseModel] | None, key: str) -> str:
    """Return what a key refers to; "" for none."""
    return REFERS.get((owner, key), "") if owner else ""


def kind_of(annotation: Any, owner: type[BaseModel] | None, key: str) -> str:
    """Return how a value is entered."""
    if annotation_is(annotation, types.IssueDate):
        return "issue-date"
    inner = bare(annotation)
    origin = get_origin(inner)
    if is_model(inner):
        return "issue-date" if inner is types.DateWithGaps else "fact"
    if origin is tuple:
        return "list"
    if origin is dict or inner is dict:
        return "map"
    if origin is Literal:
        return "choice"
    if refers_to(owner, key):
        return "reference"
    return _scalar_kind(annotation, owner, key)


def _scalar_kind(annotation: Any, owner: type[BaseModel] | None, key: str) -> str:
    found = next((kind for known, kind in _SCALARS if annotation_is(annotation, known)), "text")
    if found != "text" or owner is Signer:
        return found
    texts = (("body", BODIES), ("lines", LINES), ("condition", CONDITIONS))
    return next((kind for kind, keys in texts if key in keys), "text")


@functools.cache
def annotation_is(annotation: Any, known: Any) -> bool:
    """Whether a type is a known one, or may be one beside nothing. Bounds are compared as pydantic keeps them.

    Each answer is kept: the types of all models are some hundreds, and a form asked again at each of its fields, for a
    third of the time that a screen took.
    """
    return any(_parts_of(each) == _parts_of(known) for each in (annotation, *get_args(annotation)))


@functools.cache
def _parts_of(annotation: Any) -> tuple[Any, list[Any]]:
    found = FieldInfo.from_annotation(annotation)
    return found.annotation, found.metadata
