"""Convert the parts of a Word document to HTML: what its template decides is read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from markupsafe import escape

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.formats.docx_html.css import PLAIN_TEXT
from congvan.formats.docx_html.document import DocumentWriter
from congvan.formats.docx_html.drawings import SHOWN_PICTURES
from congvan.formats.docx_html.markup import PRINTED, VALUE, VALUE_END, W, bare_html, pt
from congvan.formats.docx_html.styles.line_spacing import LineRule
from congvan.formats.docx_html.styles.measures import line_metrics
from congvan.formats.docx_html.tables.alike_rows import with_alike_rows, without_alike_rows
from congvan.formats.docx_html.word_template import word_template
from congvan.formats.pdf.lines.line_breaks import WORD_BREAKS
from congvan.formats.pdf.marks import MARK

BODY, CORE = "word/document.xml", "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_WORD, _VIETNAMESE = re.compile(r"[^\W\d_]+"), re.compile("[ăđơư\u1ea0-\u1ef9]", re.IGNORECASE)
_SHEET = (
    "html{font-kerning:none;hyphenate-character:'-'}body{margin:0}.p{margin:0;margin-break:discard;orphans:2;widows:2;overflow-wrap:break-word;--below:0pt}"
    "table{border-collapse:collapse;table-layout:fixed;border-spacing:0}td{padding:0;overflow-wrap:break-word;--below:0pt}"
    "td,td .p{orphans:1;widows:1;break-inside:auto}"  # within a row that may be split nothing else is kept
    "table,td{box-decoration-break:clone}"
    ".page::before{content:counter(page)}.pages::before{content:counter(pages)}"
)
_SHEET_OF_LINKS = "a{color:inherit;text-decoration:none}"
"""A link looks as its text does: blue and underlined where its style is."""
_SHEET_OF_NOTES = (
    f".note{{{{float:footnote;footnote-policy:line;{PLAIN_TEXT}}}}}"
    ".note .p{{widows:1}}"
    ".note::footnote-call,.note::footnote-marker{{content:none;vertical-align:baseline;font-size:0}}"
    "@page{{@footnote{{box-decoration-break:clone;background:linear-gradient(#000) 0 0/144pt .7pt no-repeat;"
    "margin-top:{};padding-top:{}}}}}"
)
"""Only where there are notes."""
_ABOVE_RULE = 0.6  # of the space above the notes


class WordConverter:
    """The converter of one template.

    `mode`: its compatibility mode, 15 for Word 2013 and later; `assets`: the files that the HTML names, by name.
    """

    def __init__(self, package: Mapping[str, bytes], name: str) -> None:
        """`package`: all members of the template; `name`: the template, as messages call it."""
        self.name = name
        self._package = dict(package)
        self._template = word_template(self._package)
        self.mode = self._template.mode
        self.assets = {
            member: data
            for member, data in self._package.items()
            if member.lower().endswith(SHOWN_PICTURES) and member not in self._template.damaged_pictures
        }

    @cached_property
    def unsupported(self) -> tuple[Problem, ...]:
        """What the pages will not show as Word does, each with its place."""
        from congvan.formats.docx_html.support.missing_fonts import missing_fonts  # nothing for one read before
        from congvan.formats.docx_html.support.page_room import crowded_pages
        from congvan.formats.docx_html.support.unsupported import unsupported

        damaged = Message("docx-unsupported.picture-damaged")
        found = [Problem(damaged, Place("", part=each)) for each in sorted(self._template.damaged_pictures)]
        found = [each._replace(severity=Severity.WARNING) for each in found]
        found += [*unsupported(self._package), *missing_fonts(self._package, self._template.styles)]
        found += crowded_pages(self._package, self._template.styles)
        return tuple(_in_file(each, self.name) for each in found)

    def html(self, parts: Mapping[str, str], reveal: Callable[[str], str] = str) -> str:
        """Return the HTML of one record.

        `parts`: its rendered members, printed values between VALUE and VALUE_END; `reveal`: gives the real text of a
        value whose width decides where something is. The value then belongs to what is fixed.
        """
        writer, body = self._written(parts, reveal)
        body = bare_html(body)
        running = bare_html(writer.running)
        notes = self._sheet_of_notes if 'class="note"' in body else ""
        links = _SHEET_OF_LINKS if "<a " in running or "<a " in body else ""
        sheet = _SHEET + links + notes + writer.pages_css + self._template.classes.rules(running + body)
        root = f'<html lang="{self._language(parts)}"{WORD_BREAKS}>'
        return (
            f'<!DOCTYPE html>{root}<head><meta charset="utf-8">{self._title(parts)}'
            f"<style>{sheet}</style></head><body>{running}{body}</body></html>"
        )

    def _written(self, parts: Mapping[str, str], reveal: Callable[[str], str]) -> tuple[DocumentWriter, str]:
        """Return the HTML of the main part, and what wrote it; alike rows are read once where no value is revealed."""
        xml, left_out = without_alike_rows(parts.get(BODY, "")) if reveal is str else ("", [])
        if left_out:
            few = {**parts, BODY: xml}
            writer = DocumentWriter(self._template, few, reveal)
            body = with_alike_rows(writer.body(self._template.part(BODY, few), BODY), left_out)
            if body is not None:
                return writer, body
        writer = DocumentWriter(self._template, parts, reveal)
        return writer, writer.body(self._template.part(BODY, parts), BODY)

    @cached_property
    def _sheet_of_notes(self) -> str:
        """The styles of notes. LibreOffice has a line of the default style above them, the rule within it."""
        text = self._template.styles.default_text
        space = LineRule("auto", 12).spacing(text.size, line_metrics(text)).height * 20
        above = int(_ABOVE_RULE * space)
        return _SHEET_OF_NOTES.format(pt(above / 20), pt((space - above) / 20))

    def _language(self, parts: Mapping[str, str]) -> str:
        core = self._template.part(CORE, parts)
        own = core.findtext(_DC + "language") if core is not None else ""
        said = (own or self._template.styles.language or "vi").split("-")[0]
        return "vi" if self._reads_vietnamese else str(escape(said))

    @cached_property
    def _reads_vietnamese(self) -> bool:
        """Whether the template's own text is Vietnamese, whatever it says: Word's language is often that of Windows."""
        body = self._template.part(BODY, {})
        words = _WORD.findall(" ".join(each.text or "" for each in body.iter(W + "t")))
        marked = [word for word in words if not word.isascii()]
        return 2 * len(marked) > len(words) and any(map(_VIETNAMESE.search, marked))

    def _title(self, parts: Mapping[str, str]) -> str:
        """Return title and author, from the properties of the file."""
        core = self._template.part(CORE, parts)
        title = (core.findtext(_DC + "title") or "") if core is not None else ""
        author = (core.findtext(_DC + "creator") or "") if core is not None else ""
        shown = escape(_bare(title))
        marked = f'<title data-n="{MARK}">{MARK}{shown}{MARK}</title>' if VALUE in title else f"<title>{shown}</title>"
        return marked + (f'<meta name="author" content="{escape(_bare(author))}">' if author else "")


def _in_file(problem: Problem, name: str) -> Problem:
    """Return a problem whose places are in a file."""
    first, *others = (place._replace(file=name) for place in (problem.place, *problem.also))
    return problem._replace(place=first, also=tuple(others))


def _bare(text: str) -> str:
    return PRINTED.sub(r"\1", text).replace(VALUE, "").replace(VALUE_END, "")
