"""Document specifications: the entries of data/documents.yaml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from congvan.model.field_types import Fact, Id, Integer, Text, YesNo, model_error, optional
from congvan.model.forms.scalars import DimensionName

Format = Literal["docx", "pdf", "xlsx", "txt"]
LIBREOFFICE = "libreoffice"
"""In place of a template for PDF: the DOCX is converted by LibreOffice, slowly and to other bytes each time."""


class PackPart(Fact):
    """Documents bound into a pack: those of another declaration whose loop values are the pack's own.

    A pack for `{xa: …}` takes of `{xa: …, don_vi: …}` the ones of its own entry; `when` narrows further
    and sees the pack's values and the part's.
    """

    document: Id
    when: Text | None = None
    attachments: YesNo = optional("false: without the attached forms", True)


class SheetSpec(Fact):
    """How many records go on one sheet: labels, name cards."""

    across: Integer = Field(description="beside one another", ge=1, le=20)
    down: Integer = Field(description="below one another", ge=1, le=50)


class Document(Fact):
    """One document: its template by format, the records it is made for, and its output path.

    `for_each` maps the name a template uses to a list: `{xa: xa, don_vi: don-vi}` makes one
    document for every pair. `when` keeps the records for which an expression holds, `order` sorts them.
    """

    id: Id
    name: Text
    task: Literal["sign", "issue", "forms", "print-shop", "returns"] = "issue"
    content: Id | None = optional("what prepares the content; left out: the template is given the facts as they are")
    form: Id | None = optional("of content form: the id of the form")
    table: Id | None = optional("of content table: the id of the table")
    paper: Id | None = optional("of content letter: the id of a paper in data/papers/")
    templates: dict[Format, Text] = Field(
        default_factory=dict,
        description="file under templates/ for each format; PDF is made of the DOCX template unless one is named for "
        "it, or “libreoffice” to have the DOCX converted",
    )
    formats: tuple[Format, ...] = optional("only these formats; left out: every one that the templates give", ())
    for_each: dict[DimensionName, Id] = Field(default_factory=dict)
    when: Text | None = None
    order: tuple[Text, ...] = optional("fields of the list; -field: falling; default: as in the list", ())
    together: YesNo | SheetSpec = optional(
        "all records in one file: true: a PDF of them one after the other; {across: 3, down: 8}: so many on a sheet",
        False,
    )
    path: Text
    dispatches: tuple[Id, ...] | None = optional("only for these; default: all")
    parts: tuple[PackPart, ...] = optional("what a pack binds, behind its cover sheet", ())
    duplex: YesNo = optional("packs: every document starts on an odd page", True)
    tagged: YesNo = optional(
        "packs, records together: with a structure tree for screen readers; larger and slower to make", False
    )

    @property
    def made_of(self) -> str:
        """The id of the form, table or paper that it names; "" for none."""
        return self.form or self.table or self.paper or ""

    @property
    def made(self) -> dict[Format, str]:
        """The formats to make, each with its template; that of PDF is the DOCX template where none is named.

        Records one after the other are a PDF alone.
        """
        made: dict[Format, str] = {}
        for format_, template in self.templates.items():
            made[format_] = template
            if format_ == "docx":
                made["pdf"] = self.templates.get("pdf", template)
        asked = self.formats or (("pdf",) if self.together is True else ())
        return {format_: template for format_, template in made.items() if not asked or format_ in asked}

    @property
    def sheet(self) -> SheetSpec | None:
        """How its records share a sheet; None if they do not."""
        return self.together if isinstance(self.together, SheetSpec) else None

    @model_validator(mode="after")
    def _together_makes_sense(self) -> Document:
        if not self.together:
            return self
        if not self.for_each:
            raise model_error("together-records")
        if "{{" in self.path:
            raise model_error("together-path", at="path")
        if self.together is True and ("pdf" not in self.made or len(self.made) > 1):
            raise model_error("together-pdf", at="together")
        return self

    @model_validator(mode="after")
    def _formats_have_templates(self) -> Document:
        for format_ in self.formats:
            if format_ not in self.made:
                raise model_error("formats-without-template", format=format_)
        if self.templates.get("pdf") == LIBREOFFICE and "docx" not in self.templates:
            raise model_error("libreoffice-without-docx")
        if self.templates.get("pdf") == LIBREOFFICE and self.together is True:
            raise model_error("libreoffice-together")
        return self
