"""Document specifications: the entries of data/documents.yaml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from congvan.model.field_types import Fact, Id, Text, YesNo, model_error, optional

Format = Literal["docx", "pdf", "xlsx", "txt"]
LIBREOFFICE = "libreoffice"
"""In place of a template for PDF: the DOCX is converted by LibreOffice, slowly and to other bytes each time."""


class PackPart(Fact):
    """Documents bound into a pack: those of another declaration whose loop values are the pack's own.

    A pack for `{district: …}` takes of `{district: …, enterprise: …}` the ones of its district; `when` narrows further
    and sees the pack's values and the part's.
    """

    document: Id
    when: Text | None = None
    attachments: YesNo = optional("false: without the attached forms", True)


class Document(Fact):
    """One document: its template by format, the records it is made for, and its output path.

    `for_each` maps the name a template uses to a list: `{district: districts, enterprise: enterprises}` makes one
    document for every pair. `when` keeps the records for which an expression holds.
    """

    id: Id
    name: Text
    task: Literal["sign", "issue", "forms", "print-shop", "returns"] = "issue"
    content: Id | None = optional("what prepares the content; left out: the template is given the facts as they are")
    templates: dict[Format, Text] = Field(
        default_factory=dict,
        description="file under templates/ for each format; PDF is made of the DOCX template unless one is named for "
        "it, or “libreoffice” to have the DOCX converted",
    )
    formats: tuple[Format, ...] = optional("only these formats; left out: every one that the templates give", ())
    for_each: dict[Id, Id] = Field(default_factory=dict)
    when: Text | None = None
    path: Text
    dispatches: tuple[Id, ...] | None = optional("only for these; default: all")
    parts: tuple[PackPart, ...] = optional("what a pack binds, behind its cover sheet", ())
    duplex: YesNo = optional("packs: every document starts on an odd page", True)
    tagged: YesNo = optional("packs: with a structure tree for screen readers; larger and slower to make", False)

    @property
    def made(self) -> dict[Format, str]:
        """The formats to make, each with its template; that of PDF is the DOCX template where none is named."""
        made: dict[Format, str] = {}
        for format_, template in self.templates.items():
            made[format_] = template
            if format_ == "docx":
                made["pdf"] = self.templates.get("pdf", template)
        return {format_: template for format_, template in made.items() if not self.formats or format_ in self.formats}

    @model_validator(mode="after")
    def _formats_have_templates(self) -> Document:
        for format_ in self.formats:
            if format_ not in self.made:
                raise model_error("formats-without-template", format=format_)
        if self.templates.get("pdf") == LIBREOFFICE and "docx" not in self.templates:
            raise model_error("libreoffice-without-docx")
        return self

    @model_validator(mode="after")
    def _paths_stay_apart(self) -> Document:
        for name in self.for_each:
            if "-" in name:
                raise model_error("for-each-name", name=name)
        return self
