"""Convert the parts of a Word document to HTML: what its template decides is read once."""

from __future__ import annotations

import html as html_text
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from markupsafe import escape

from congvan.formats.docx_html.css import CssClasses
from congvan.formats.docx_html.document import DocumentWriter, bare_html
from congvan.formats.docx_html.drawings import SHOWN_PICTURES
from congvan.formats.docx_html.followed import NotFollowed, not_followed
from congvan.formats.docx_html.markup import PRINTED, VALUE, VALUE_END, W, attribute, is_on, number, points
from congvan.formats.docx_html.numbering import ListNumbering
from congvan.formats.docx_html.stylesheet import WordStyles
from congvan.formats.pdf.marks import MARK
from congvan.opc.reader import parse, relationships, relationships_part
from congvan.opc.writer import CONTENT_TYPES

BODY, CORE = "word/document.xml", "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OLD_MODE = 12  # of a document that names no mode
_SHEET = (
    "html{font-kerning:none}body{margin:0}.p{margin:0;margin-break:discard;orphans:2;widows:2;overflow-wrap:break-word}"
    "table{border-collapse:collapse;table-layout:fixed;border-spacing:0}td{padding:0}"
    ".page::before{content:counter(page)}.pages::before{content:counter(pages)}.note{float:footnote}"
    "::footnote-call,::footnote-marker{content:none}@page{@footnote{border:none}}"
)


class WordConverter:
    """The converter of one template: every member that records share is read once.

    `mode`: its compatibility mode, 15 for Word 2013 and later; `assets`: the files that the HTML names, by name.
    """

    def __init__(self, package: Mapping[str, bytes], name: str) -> None:
        """`package`: all members of the template; `name`: the template, as messages call it."""
        self.name = name
        self._package = {member: data for member, data in package.items() if member != CONTENT_TYPES}
        self.numbering = ListNumbering(self._member("word/numbering.xml"))
        theme = next((m for m in sorted(package) if m.startswith("word/theme/") and m.endswith(".xml")), "")
        self.styles = WordStyles(self._member("word/styles.xml"), self._member(theme), self.numbering)
        self.classes = CssClasses()
        settings = self._member("word/settings.xml")
        self.mode = _mode(settings)
        self.tab_distance = points(attribute(settings, "defaultTabStop"), 36.0)
        self.adds_spaces = settings is not None and is_on(
            next(settings.iter(W + "doNotUseHTMLParagraphAutoSpacing"), None)
        )
        self.remembered: dict[Any, Any] = {}
        self.assets = {
            member: data for member, data in self._package.items() if member.lower().endswith(SHOWN_PICTURES)
        }

    @cached_property
    def not_followed(self) -> tuple[NotFollowed, ...]:
        """What the pages will not show as Word does, each with its place."""
        return tuple(not_followed(self._package, self.mode))

    def html(self, parts: Mapping[str, str], reveal: Callable[[str], str] = str) -> str:
        """Return the HTML of one record.

        `parts`: its rendered members, printed values between VALUE and VALUE_END; `reveal`: gives the real text of a
        value whose width decides where something stands. The value then belongs to what is fixed.
        """
        writer = DocumentWriter(self, parts, reveal)
        body = bare_html(writer.body(self.part(BODY, parts), BODY))
        running = bare_html(writer.running)
        sheet = _SHEET + writer.pages_css + self.classes.rules(running + body)
        return (
            f'<!DOCTYPE html><html lang="{self._language(parts)}"><head><meta charset="utf-8">{self._title(parts)}'
            f"<style>{sheet}</style></head><body>{running}{body}</body></html>"
        )

    def part(self, member: str, parts: Mapping[str, str]) -> Any:
        """Return the root of a member, of the record or else of the template; None if there is none."""
        text = parts.get(member)
        if text is None:
            return self._member(member)
        return parse(text.encode())

    def links(self, member: str) -> dict[str, str]:
        """Return what the relationships of a part lead to, by their ids."""
        data = self._package.get(relationships_part(member))
        return {} if data is None else {link.id: link.target for link in relationships(data, member)}

    def _member(self, member: str) -> Any:
        data = self._package.get(member)
        return None if data is None else parse(data)

    def _language(self, parts: Mapping[str, str]) -> str:
        core = self.part(CORE, parts)
        own = core.findtext(_DC + "language") if core is not None else ""
        return html_text.escape((own or self.styles.language or "vi").split("-")[0])

    def _title(self, parts: Mapping[str, str]) -> str:
        """Return title and author, from the properties of the file."""
        core = self.part(CORE, parts)
        title = (core.findtext(_DC + "title") or "") if core is not None else ""
        author = (core.findtext(_DC + "creator") or "") if core is not None else ""
        shown = escape(_bare(title))
        marked = f'<title data-n="{MARK}">{MARK}{shown}{MARK}</title>' if VALUE in title else f"<title>{shown}</title>"
        return marked + (f'<meta name="author" content="{escape(_bare(author))}">' if author else "")


def _bare(text: str) -> str:
    return PRINTED.sub(r"\1", text).replace(VALUE, "").replace(VALUE_END, "")


def _mode(settings: Any) -> int:
    for each in settings.iter(W + "compatSetting") if settings is not None else ():
        if each.get(W + "name") == "compatibilityMode":
            return int(number(each.get(W + "val"), _OLD_MODE))
    return _OLD_MODE
