"""What Word makes of a DOCX when it saves it: tags split at every character, in controls, with curly quotes.

Word is not at hand in a test. This does to a file all that Word is known to do to the runs of a tag, everywhere and at
once: rsid, language, proofErr, bookmarks, smart tags, content controls around runs, paragraphs, rows and cells.
"""

from __future__ import annotations

import copy
import itertools
import random
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from congvan.core.templating.tags import TAG
from tests.package import parts_of, zipped

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_NS}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FILLED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_AFTER_OPENING = " ([=,{"  # Word opens a quote after these


def saved_by_word(data: bytes, seed: int = 0, *, curly: bool = True, controls: bool = True) -> bytes:
    """A DOCX after Word has saved it. `curly`: quotes in tags are curled; `controls`: pieces stand in controls."""
    members = parts_of(data)
    for name in filter(_FILLED.fullmatch, members):
        members[name] = _Save(random.Random(f"{seed} {name}"), curly, controls).part(members[name])
    return zipped(members)


def paragraphs_of(data: bytes) -> list[tuple[str, str]]:
    """The style, by name, and the text of each paragraph of every part that tags may fill, wherever it stands."""
    return [(style, text) for _part, style, text in placed_paragraphs(data)]


def placed_paragraphs(data: bytes) -> list[tuple[str, str, str]]:
    """The part, the style and the text of each paragraph."""
    found, parts = [], parts_of(data)
    styles = etree.fromstring(parts["word/styles.xml"]).iter(W + "style") if "word/styles.xml" in parts else ()
    names = {style.get(W + "styleId"): style.find(W + "name").get(W + "val") for style in styles}
    for part, xml in sorted(parts.items()):
        for paragraph in etree.fromstring(xml).iter(W + "p") if _FILLED.fullmatch(part) else ():
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            own = [e for e in paragraph.iter(*_WRITTEN) if next(e.iterancestors(W + "p")) is paragraph]
            text = "".join(_WRITTEN[each.tag] or each.text or "" for each in own if each.getparent().tag == W + "r")
            found.append((part, "" if style is None else names.get(style.get(W + "val"), ""), text))
    return found


_WRITTEN = {W + "t": "", W + "tab": "\t", W + "br": "\n", W + "noBreakHyphen": "-"}


def with_track_changes(data: bytes, seed: int = 0) -> bytes:
    """A DOCX in which somebody typed the last tag of the body anew while Track Changes was on."""
    members = parts_of(data)
    root = etree.fromstring(members["word/document.xml"])
    run = [each.getparent() for each in root.iter(W + "t") if TAG.search(each.text or "")][-1]
    holder, at = run.getparent(), run.getparent().index(run)
    removed, added = _new("del", author="A", id="9001"), _new("ins", author="A", id="9002")
    old = copy.deepcopy(run)
    for text in old.iter(W + "t"):
        text.tag = W + "delText"
    removed.append(old)
    added.append(run)
    holder[at:at] = [removed, added]
    members["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(members)


def _new(name: str, /, **attributes: str) -> Any:
    element = etree.Element(W + name, nsmap={"w": _NS})
    for key, value in attributes.items():
        element.set(W + key, value)
    return element


class _Save:
    """The save of one part."""

    def __init__(self, dice: random.Random, curly: bool, controls: bool) -> None:
        self.dice, self.curly, self.controls = dice, curly, controls
        self.numbers = itertools.count(7000)

    def part(self, xml: bytes) -> bytes:
        root = etree.fromstring(xml)
        for paragraph in list(root.iter(W + "p")):
            self._paragraph(paragraph)
        if self.controls:
            for name in ("p", "tc", "tr"):
                self._wrap_blocks(root, name)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _paragraph(self, paragraph: Any) -> None:
        texts = [t for t in paragraph.iter(W + "t") if next(t.iterancestors(W + "p")) is paragraph]
        joined = "".join(text.text or "" for text in texts)
        tags = [(tag.start(), tag.end()) for tag in TAG.finditer(joined)]
        if not tags:
            return
        paragraph.set(W + "rsidR", self._rsid())
        at = 0
        for text in texts:
            letters = text.text or ""
            run = text.getparent()
            if run.tag == W + "r" and [child for child in run if child.tag != W + "rPr"] == [text]:
                self._split(run, letters, [any(a <= at + i < b for a, b in tags) for i in range(len(letters))])
            at += len(letters)
        if self.controls:
            self._wrap_runs(paragraph)

    def _split(self, run: Any, letters: str, tagged: list[bool]) -> None:
        """One run for each character of a tag, with what Word writes between them."""
        holder, at = run.getparent(), run.getparent().index(run)
        pieces: list[Any] = []
        plain = ""
        before = ""
        quoted = False
        for letter, inside in zip(letters, tagged, strict=True):
            if not inside:
                plain += letter
                continue
            if plain:
                pieces.append(self._run(run, plain))
                plain = ""
            if letter in "'\"" and self.curly:
                quoted = not quoted if before in _AFTER_OPENING or quoted else quoted
                letter = {"'": "‘’", '"': "“”"}[letter][0 if before in _AFTER_OPENING else 1]
            pieces.append(self._run(run, letter, hyphen=letter == "-" and self.dice.random() < 0.5))
            pieces += self._between()
            before = letter
        if plain:
            pieces.append(self._run(run, plain))
        holder[at : at + 1] = pieces

    def _run(self, run: Any, letters: str, *, hyphen: bool = False) -> Any:
        made = copy.deepcopy(run)
        made.set(W + "rsidRPr", self._rsid())
        text = made.find(W + "t")
        text.text = letters
        text.set(_SPACE, "preserve")
        if hyphen:
            made.replace(text, _new("noBreakHyphen"))
        elif self.dice.random() < 0.1:
            text.addprevious(_new("lastRenderedPageBreak"))
        if self.dice.random() < 0.4:
            properties = made.find(W + "rPr")
            if properties is None:
                properties = _new("rPr")
                made.insert(0, properties)
            for old in properties.findall(W + "lang"):
                properties.remove(old)
            properties.append(_new("lang", val=self.dice.choice(["vi-VN", "en-US"])))
        return made

    def _between(self) -> Iterator[Any]:
        if self.dice.random() < 0.3:
            yield _new("proofErr", type=self.dice.choice(["spellStart", "spellEnd", "gramStart", "gramEnd"]))
        if self.dice.random() < 0.1:
            number = str(next(self.numbers))
            yield _new("bookmarkStart", id=number, name=f"_Hlk{number}")
            yield _new("bookmarkEnd", id=number)

    def _wrap_runs(self, paragraph: Any) -> None:
        """Smart tags and content controls around runs, wherever they begin and end."""
        runs = [child for child in paragraph if child.tag == W + "r"]
        for _turn in range(len(runs) // 6):
            runs = [child for child in paragraph if child.tag == W + "r"]
            first = self.dice.randrange(len(runs))
            piece = runs[first : first + self.dice.randint(1, 5)]
            piece = [run for run in piece if run.getparent() is paragraph]
            whole = list(paragraph)[paragraph.index(piece[0]) : paragraph.index(piece[-1]) + 1]
            if any(each.tag not in (W + "r", W + "proofErr") for each in whole):
                continue
            wrapper, inside = self._smart_tag() if self.dice.random() < 0.5 else self._control()
            piece[0].addprevious(wrapper)
            inside.extend(whole)

    def _wrap_blocks(self, root: Any, name: str) -> None:
        for element in list(root.iter(W + name)):
            tagged = TAG.search("".join(text.text or "" for text in element.iter(W + "t")))
            alone = name == "p" or element.getparent().tag in (W + "tbl", W + "tr")
            if tagged and alone and self.dice.random() < 0.25:
                wrapper, inside = self._control()
                element.addprevious(wrapper)
                inside.append(element)

    def _control(self) -> tuple[Any, Any]:
        control, properties, inside = _new("sdt"), _new("sdtPr"), _new("sdtContent")
        properties.append(_new("alias", val="Ô"))
        properties.append(_new("id", val=str(self.dice.randrange(1 << 30))))
        control.extend([properties, inside])
        return control, inside

    @staticmethod
    def _smart_tag() -> tuple[Any, Any]:
        element = _new("smartTag", uri="urn:schemas-microsoft-com:office:smarttags", element="place")
        return element, element

    def _rsid(self) -> str:
        return f"{self.dice.randrange(1 << 32):08X}"
