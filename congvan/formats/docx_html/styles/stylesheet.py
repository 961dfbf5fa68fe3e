"""The styles of a Word document: defaults, theme families, what each style comes to over those it is based on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from congvan.core.opc.theme import theme_faces
from congvan.formats.docx_html.markup import W, attribute, child
from congvan.formats.docx_html.styles.numbering import ListNumbering
from congvan.formats.docx_html.styles.paragraph_format import (
    Border,
    ParagraphFormat,
    borders,
    margins,
    merged,
    paragraph_settings,
)
from congvan.formats.docx_html.styles.run_format import MARKED_FAMILY, RunFormat, Settings, run_settings
from congvan.formats.docx_html.styles.symbol_faces import is_symbol_face

_NOTHING: Settings = {}
BLOCK_STYLES = "CV "
"""What the names of the styles begin with that blocks take: no paragraph of the template need name them."""
_RUN_FIELDS, _PARAGRAPH_FIELDS = frozenset(RunFormat._fields), frozenset(ParagraphFormat._fields)


class TextDefaults(NamedTuple):
    """What a table style says of the paragraphs and runs in its cells."""

    paragraph: Settings = _NOTHING
    run: Settings = _NOTHING


class TableStyle(NamedTuple):
    """What a table style comes to."""

    borders: Mapping[str, Border]
    margins: Mapping[str, float]
    text: TextDefaults
    indent: str = "0"


class WordStyles:
    """The styles of a document, resolved on demand and kept."""

    def __init__(self, styles: Any, theme: Any, numbering: ListNumbering, language: str = "") -> None:
        """`language`: that of the faces of the theme."""
        self._root, self.numbering = styles, numbering
        self._themes = theme_faces(theme, language)
        self._styles = {} if styles is None else {each.get(W + "styleId"): each for each in styles.iter(W + "style")}
        self.default_paragraph = self._default("paragraph")
        self.default_table = self._default("table")
        self._run_defaults = run_settings(child(styles, "docDefaults/rPrDefault/rPr"), self._themes)
        self._paragraph_defaults = paragraph_settings(child(styles, "docDefaults/pPrDefault/pPr"))
        self._texts: dict[str, TextDefaults] = {}
        self._tables: dict[str, TableStyle] = {}
        self._runs: dict[Any, RunFormat] = {}
        self._paragraphs: dict[bytes, ParagraphFormat] = {}

    def _default(self, kind: str) -> str:
        return next(
            (
                name
                for name, each in self._styles.items()
                if each.get(W + "type") == kind and each.get(W + "default") in ("1", "true", "on")
            ),
            "",
        )

    def paragraph_named(self, name: str) -> str:
        """Return the id of a paragraph style by its name; that of the default style if there is none."""
        return self._named("paragraph", name) or self.default_paragraph

    @cached_property
    def note_number(self) -> Settings:
        """What the style of the numbers of footnotes comes to."""
        found = self._named("character", "footnote reference")
        return self.text(found).run if found else {}

    def _named(self, kind: str, name: str) -> str:
        found = (
            key
            for key, each in self._styles.items()
            if each.get(W + "type") == kind and (attribute(each, "name") or "").lower() == name
        )
        return next(found, None) or ""

    @cached_property
    def language(self) -> str:
        """The language of the document; "" if the styles name none."""
        own = attribute(self._styles.get(self.default_paragraph), "rPr/lang")
        return own or attribute(self._root, "docDefaults/rPrDefault/rPr/lang") or ""

    def text(self, style: str) -> TextDefaults:
        """Return what a paragraph or character style comes to."""
        found = self._texts.get(style)
        if found is None:
            found = self._texts[style] = TextDefaults()  # a style based on itself ends here
            element = self._styles.get(style)
            if element is not None:
                base = self.text(attribute(element, "basedOn") or "")
                found = self._texts[style] = TextDefaults(
                    merged(base.paragraph, paragraph_settings(child(element, "pPr"))),
                    {**base.run, **run_settings(child(element, "rPr"), self._themes)},
                )
        return found

    def block_styles(self) -> Iterator[tuple[str, Settings]]:
        """Yield the names of the styles of paragraphs that blocks take, each with what its text is like."""
        for key, element in self._styles.items():
            name = attribute(element, "name") or ""
            if name.startswith(BLOCK_STYLES) and element.get(W + "type") == "paragraph":
                yield name, {**self._run_defaults, **self.text(key or "").run}

    def table(self, style: str) -> TableStyle:
        """Return what a table style comes to; its conditional formats are left out."""
        found = self._tables.get(style)
        if found is None:
            found = self._tables[style] = TableStyle({}, {}, TextDefaults())
            element = self._styles.get(style)
            if element is not None:
                base = self.table(attribute(element, "basedOn") or "")
                found = self._tables[style] = TableStyle(
                    {**base.borders, **borders(child(element, "tblPr/tblBorders"))},
                    {**base.margins, **margins(child(element, "tblPr/tblCellMar"))},
                    TextDefaults(
                        merged(base.text.paragraph, paragraph_settings(child(element, "pPr"))),
                        {**base.text.run, **run_settings(child(element, "rPr"), self._themes)},
                    ),
                    attribute(element, "tblPr/tblInd", "w") or base.indent,
                )
        return found

    def paragraph(self, element: Any, around: TextDefaults) -> ParagraphFormat:
        """Return the format of a paragraph; `around`: what the table says in whose cell it is.

        Those outside such a table are kept by what they say: pages and each check of them ask for all paragraphs.
        """
        from lxml import etree

        properties = child(element, "pPr")
        if around.paragraph or around.run:
            return self._paragraph(properties, around)
        key = b"" if properties is None else etree.tostring(properties, with_tail=False)
        found = self._paragraphs.get(key)
        if found is None:
            found = self._paragraphs[key] = self._paragraph(properties, around)
        return found

    def _paragraph(self, properties: Any, around: TextDefaults) -> ParagraphFormat:
        style = attribute(properties, "pStyle") or self.default_paragraph
        if style not in self._styles:
            style = self.default_paragraph
        own, direct = self.text(style), paragraph_settings(properties)
        listed = merged(own.paragraph, direct)
        level = self.numbering.level(listed.get("list"), listed.get("level", 0))
        numbered = paragraph_settings(child(level, "pPr")) if level is not None else {}
        styled = [own.paragraph, numbered] if "list" in direct else [numbered, own.paragraph]
        found = merged(self._paragraph_defaults, around.paragraph, *styled, direct)
        base = {**self._run_defaults, **around.run, **own.run}
        return ParagraphFormat(
            **{name: value for name, value in found.items() if name in _PARAGRAPH_FIELDS and name != "tabs"},
            style=style,
            base=base,
            mark=self.run(base, child(properties, "rPr")),
            tabs=tuple(sorted(found.get("tabs", {}).values())),
            list_level=(found["list"], found.get("level", 0)) if level is not None else None,
        )

    @cached_property
    def default_text(self) -> RunFormat:
        """The text of the default paragraph style."""
        return self.run({**self._run_defaults, **self.text(self.default_paragraph).run}, None)

    def run(self, base: Settings, properties: Any) -> RunFormat:
        """Return the format of a run in a paragraph whose styles say `base`."""
        settings = self._run_settings(base, properties)
        key = tuple(sorted(settings.items()))
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = RunFormat(**{k: v for k, v in settings.items() if k in _RUN_FIELDS})
        return found

    def marked_family(self, base: Settings, properties: Any) -> str:
        """Return the family that Word has for letters with marks; "" where nothing says one."""
        return str(self._run_settings(base, properties).get(MARKED_FAMILY, ""))

    def _run_settings(self, base: Settings, properties: Any) -> Settings:
        own = run_settings(properties, self._themes)
        style = self.text(own.get("character_style", "")).run if own.get("character_style") else {}
        return {**base, **style, **own}

    def run_of_list(self, mark: RunFormat, level: Any) -> RunFormat:
        """Return the format of a list label; that of a face of symbols is in the face of the text."""
        own = {**run_settings(child(level, "rPr"), self._themes)}
        if self.is_symbol(level):
            del own["family"]
        return mark._replace(**{k: v for k, v in own.items() if k in _RUN_FIELDS})

    def is_symbol(self, level: Any) -> bool:
        """Whether the label of a list's level is in a face of symbols."""
        return is_symbol_face(str(run_settings(child(level, "rPr"), self._themes).get("family", "")))
