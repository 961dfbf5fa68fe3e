"""The table of content builders: each turns a record into the plain content passed to a template."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple, get_type_hints

from congvan.core.templating.declared import declared_names
from congvan.documents.common.context import ContentContext
from congvan.documents.letter import letter
from congvan.documents.letter.ready_lines import with_ready_lines
from congvan.documents.letter.schema import OfficialDocument
from congvan.documents.returned.owing import owing_source
from congvan.documents.returned.sources import READERS
from congvan.documents.tables.sources import SOURCES
from congvan.documents.text.line_breaks import keep_numbers_whole

Content = Mapping[str, Any]
Builder = Callable[[ContentContext], Content]


class ContentKind(NamedTuple):
    """A content: its builder, and whether it becomes a document of Decree 30 and is checked against it.

    `named`: the builder's module below this package and its name; a run of letters imports no sheets and tables.
    """

    named: str
    judged: bool = False

    @property
    def build(self) -> Builder:
        module, _, name = self.named.rpartition(".")
        builder: Builder = getattr(importlib.import_module(f"congvan.documents.{module}"), name)
        return builder


def letter_content(context: ContentContext) -> OfficialDocument:
    """Return the letter of the dispatch, or that of a paper about what comes back."""
    if context.made_of:
        from congvan.documents.returned import papers

        return papers.content(context)
    return letter.content(context)


CONTENTS: Mapping[str, ContentKind] = {
    "letter": ContentKind("contents.letter_content", judged=True),
    "form": ContentKind("letter.form.content.content", judged=True),
    "send-list": ContentKind("letter.companions.send_list"),
    "print-slip": ContentKind("letter.print_slip.print_slip"),
    "appendix": ContentKind("letter.attachments.content", judged=True),
    "table": ContentKind("table_paper.content"),
    "certified-copy": ContentKind("letter.certified_copy.content", judged=True),
    "envelope": ContentKind("letter.companions.envelope"),
}
"""By the key `content` of data/documents.yaml; without that key a template is given the facts unchanged."""


SOURCES[:] = [owing_source, *READERS]


def content_of(context: ContentContext, maker: str | None) -> Content:
    """Return the content of one record in the context's edition; without a builder, the facts themselves."""
    if maker is None:
        return context.facts
    made = CONTENTS[maker].build(context)
    return with_ready_lines(keep_numbers_whole(_issued(context, made) if context.as_issued else made))


def is_judged(maker: str | None, content: Content) -> bool:
    """Whether a content becomes a document of Decree 30 by our hand; a form that is the sender's own paper does not."""
    kind = CONTENTS.get(maker or "")
    owned = bool(content.get("form_id")) and any(each["head"]["issuer"] for each in content.get("attachments", ()))
    return kind is not None and kind.judged and not owned


def declared(maker: str) -> Any:
    """Return the TypedDict that declares a builder's content."""
    return get_type_hints(CONTENTS[maker].build)["return"]


def for_format(content: Content, maker: str | None, format_: str) -> Content:
    """Return a content without the keys that only templates of other formats use, so that a new entry changes no
    PDF.
    """
    hidden = _hidden(maker, format_) if maker and maker in CONTENTS else frozenset()
    return {key: value for key, value in content.items() if key not in hidden} if hidden else content


@cache
def _hidden(maker: str, format_: str) -> frozenset[str]:
    names = declared_names(declared(maker))
    return frozenset(name.key for name in names if name.said.formats and format_ not in name.said.formats)


def _issued(context: ContentContext, made: Content) -> Content:
    from congvan.documents.letter import errata

    if "errata" not in context.shared:
        whole = letter.content(replace(context, values={}, attachments=True))
        context.shared["errata"] = errata.text_pairs(context, whole)
    return errata.apply(made, context.shared["errata"])
