"""Document specifications: the entries of data/documents.yaml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from congvan.model.field_types import Fact, Id, Text, YesNo, model_error, optional

Format = Literal["docx", "pdf", "xlsx", "txt"]


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
    templates: dict[Format, Text] = Field(default_factory=dict, description="file under templates/ for each format")
    for_each: dict[Id, Id] = Field(default_factory=dict)
    when: Text | None = None
    path: Text
    dispatches: tuple[Id, ...] | None = optional("only for these; default: all")
    parts: tuple[PackPart, ...] = optional("what a pack binds, behind its cover sheet", ())
    duplex: YesNo = optional("packs: every document starts on an odd page", True)

    @model_validator(mode="after")
    def _paths_stay_apart(self) -> Document:
        for name in self.for_each:
            if "-" in name:
                raise model_error("for-each-name", name=name)
        return self
