"""What the records of one Word template share: its styles, lists, settings, and the members that no record changes."""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from congvan.core.opc.pictures import MOST_POINTS, picture_size
from congvan.core.opc.reader import parse, relationships, relationships_part
from congvan.core.units import number, points
from congvan.formats.docx_html.css import CssClasses
from congvan.formats.docx_html.markup import W, attribute, child, is_on
from congvan.formats.docx_html.roles import ParagraphRoles
from congvan.formats.docx_html.styles.numbering import ListNumbering
from congvan.formats.docx_html.styles.stylesheet import WordStyles
from congvan.formats.docx_html.theme import Theme, theme_of

MODE_2013 = 15
_OLD_MODE = 12  # where the mode is no number
_READ = ("word/numbering.xml", "word/styles.xml", "word/settings.xml")
_POINTS = (".png", ".jpg", ".jpeg")
_MOST_KEPT = 8
_kept: dict[tuple[tuple[str, bytes], ...], WordTemplate] = {}


def word_template(package: Mapping[str, bytes]) -> WordTemplate:
    """Return the template of a package. Versions of one that is being edited share what was read of the members that
    they have in common, and the blocks that were written.
    """
    read = tuple(sorted((name, data) for name, data in package.items() if _is_read(name)))
    if read not in _kept:
        if len(_kept) >= _MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[read] = WordTemplate(package)
    template = copy.copy(_kept[read])
    template.package = package
    return template


def _is_read(name: str) -> bool:
    """Whether what a template knows beforehand is read from this member."""
    return name in _READ or name.startswith("word/theme/") or name.endswith(".rels")


class WordTemplate:
    """A template's members, read once.

    `mode`: its compatibility mode, 15 for Word 2013 and later; `adds_spaces`: whether the spaces between paragraphs
    add up; `spreads_breaks`: whether a justified line that ends with a break is stretched; `framed_parts`: the headers
    and footers that a border of the page placed from the text is around; `remembered`: blocks that were written, to be
    written again for alike ones.
    """

    def __init__(self, package: Mapping[str, bytes]) -> None:
        self.package = package
        self.numbering = ListNumbering(self._member("word/numbering.xml"))
        theme = self._member(_theme_part(package))
        settings = self._member("word/settings.xml")
        language = attribute(settings, "themeFontLang") or ""
        self.styles = WordStyles(self._member("word/styles.xml"), theme, self.numbering, language)
        self.roles = ParagraphRoles(self._member("word/styles.xml"))
        self.classes = CssClasses()
        self.mode = _mode(settings)
        self.tab_distance = points(attribute(settings, "defaultTabStop"), 36.0)
        compat = child(settings, "compat")
        self.adds_spaces = is_on(child(compat, "doNotUseHTMLParagraphAutoSpacing"))
        self.spreads_breaks = not is_on(child(compat, "doNotExpandShiftReturn"))
        left_out = {part for part in ("Header", "Footer") if is_on(child(settings, f"bordersDoNotSurround{part}"))}
        self.framed_parts = frozenset({"header", "footer"} - {part.lower() for part in left_out})
        self.remembered: dict[Any, Any] = {}
        self._links: dict[str, dict[str, str]] = {}

    @cached_property
    def theme(self) -> Theme:
        """The colours and lines that drawings take."""
        return theme_of(self._member(_theme_part(self.package)))

    @cached_property
    def damaged_pictures(self) -> frozenset[str]:
        """The members that are no pictures though they are named so, or of more points than are taken."""
        return frozenset(
            name for name, data in self.package.items() if name.lower().endswith(_POINTS) and not _opens(data)
        )

    def part(self, member: str, parts: Mapping[str, str]) -> Any:
        """Return the root of a member, of the record or else of the template; None if there is none."""
        text = parts.get(member)
        return self._member(member) if text is None else parse(text.encode(), remove_comments=True)

    def links(self, member: str) -> dict[str, str]:
        """Return what the relationships of a part lead to, by their ids."""
        found = self._links.get(member)
        if found is None:
            data = self.package.get(relationships_part(member))
            found = {} if data is None else {link.id: link.target for link in relationships(data, member)}
            self._links[member] = found
        return found

    def _member(self, member: str) -> Any:
        data = self.package.get(member)
        return None if data is None else parse(data, remove_comments=True)


def _theme_part(package: Mapping[str, bytes]) -> str:
    return next((m for m in sorted(package) if m.startswith("word/theme/") and m.endswith(".xml")), "")


def _opens(picture: bytes) -> bool:
    from PIL import Image

    size = picture_size(picture)
    if size and size.points > MOST_POINTS:
        return False
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            opened.verify()
    except Exception:  # of many kinds, as it is damaged
        return False
    return True


def _mode(settings: Any) -> int:
    """Return the compatibility mode; 0 where the file names none, as those of pandoc."""
    for each in settings.iter(W + "compatSetting") if settings is not None else ():
        if each.get(W + "name") == "compatibilityMode":
            return int(number(each.get(W + "val"), _OLD_MODE))
    return 0
