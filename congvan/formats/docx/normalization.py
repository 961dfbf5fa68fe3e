"""Put the tags of a part back together as they were typed: one run each, straight quotes, no half of a content control.

Why: Word splits a tag at every place where spelling, language, an edit or a bookmark begins, curls its quotes, and
wraps pieces of it in smart tags and content controls. None of that is meant, and docxtpl cuts elements in half there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from congvan.core.templating.tags import LIVE_TAG, MIDDLES, PAIRS, TAG
from congvan.core.templating.typed import as_meant
from congvan.formats.docx.tags import W, block_word, nearest

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRITTEN = {"t": None, "noBreakHyphen": "-", "softHyphen": "", "tab": " ", "br": " ", "cr": " "}
_WRAPPERS = ("sdt", "smartTag", "customXml")
_MARKS = re.compile(r"[{}]")
_DASHED = re.compile(r"\{[{%]-|-[}%]\}")


def normalize(root: Any) -> None:
    """Join each tag of a part into the first of its runs and read it as it was meant. Changes the tree."""
    for run in list(root.iter(W + "r")):
        if all(child.tag == W + "rPr" for child in run):  # LibreOffice writes one into each empty paragraph
            run.getparent().remove(run)
    for paragraph in list(root.iter(W + "p")):
        _join(paragraph)
    for element in root.iter("*"):
        for key, value in element.attrib.items():
            if "{" in value:
                element.set(key, _meant(value))
        if element.text and "{" in element.text:
            element.text = _meant(element.text)
    joins = any(_DASHED.search(each.text or "") for each in root.iter(W + "t"))  # texts across the ends of a wrapper
    for control in list(root.iter(*(W + name for name in _WRAPPERS))):
        if joins or _torn(control):
            _unwrap(control)


def drop_paragraph_ids(root: Any) -> None:
    """Drop Word's numbers of paragraphs and rows, which a loop would repeat though each may be there once."""
    for element in root.iter(W + "p", W + "tr"):
        for name in ("paraId", "textId"):
            element.attrib.pop(f"{_W14}{name}", None)


def _meant(text: str) -> str:
    return LIVE_TAG.sub(lambda tag: as_meant(tag[0]), text)


def _join(paragraph: Any) -> None:
    """Join the tags of a paragraph that are in several runs."""
    written = list(_written(paragraph))
    texts = [_text(each) for each in written]
    joined = "".join(texts)
    if not _MARKS.search(joined):
        return
    owners = [index for index, text in enumerate(texts) for _character in text]
    starts = list(accumulate(map(len, texts), initial=0))
    emptied: set[int] = set()
    for tag in TAG.finditer(joined):
        inside = {i for i, at in enumerate(starts[:-1]) if tag.start() < at < tag.end()}
        inside |= set(owners[tag.start() : tag.end()])
        if len(inside) > 1:
            first, last = owners[tag.start()], owners[tag.end() - 1]
            end = starts[last + 1] if _alike(written[first], written[last]) else tag.end()
            owners[tag.start() : end] = [first] * (end - tag.start())
            emptied |= inside
    for index in sorted(emptied):
        text = "".join(letter for letter, owner in zip(joined, owners, strict=True) if owner == index)
        _rewrite(written[index], text)
    if emptied:
        for mark in list(paragraph.iter(W + "proofErr")):
            mark.getparent().remove(mark)


def _alike(first: Any, last: Any) -> bool:
    """Whether two texts are side by side and are printed alike, and the second is all that its run holds."""
    before, run = first.getparent(), last.getparent()
    held = [child for child in run if child.tag not in _UNPRINTED]
    beside = before.getparent() is run.getparent()
    return beside and held == [last] and _printed(before.find(W + "rPr")) == _printed(run.find(W + "rPr"))


def _printed(properties: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what the properties of a run change on paper."""
    kept = () if properties is None else (each for each in properties if each.tag not in _UNPRINTED)
    return [(each.tag, sorted(each.items())) for each in kept]


def _written(paragraph: Any) -> Iterable[Any]:
    """Yield what prints a character in a paragraph, without the text boxes anchored in it."""
    for element in paragraph.iter(*(W + name for name in _WRITTEN)):
        within = element.getparent()
        if within.tag != W + "r" or element.get(W + "type", "textWrapping") != "textWrapping":
            continue
        if nearest(within, "p") is paragraph:
            yield element


def _text(element: Any) -> str:
    character = _WRITTEN[element.tag.removeprefix(W)]
    return element.text or "" if character is None else character


def _rewrite(element: Any, text: str) -> None:
    """Give a text to an element, or take it away together with the run and the wrappers that it leaves empty."""
    if text and element.tag == W + "t":
        element.text = text
        if text[0].isspace() or text[-1].isspace():
            element.set(_SPACE, "preserve")
        return
    if text == _text(element):
        return
    while element is not None and element.tag != W + "p":
        holder = element.getparent()
        holder.remove(element)
        if any(child.tag not in _PROPERTIES for child in holder):
            return
        element = holder


_PROPERTIES = frozenset(W + name for name in ("rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))


_UNPRINTED = frozenset(W + name for name in ("rPr", "lang", "noProof", "lastRenderedPageBreak"))


def _torn(control: Any) -> bool:
    """Whether a wrapper holds one end of a loop or condition without the other, or paragraphs that a value makes."""
    open_ = 0
    for paragraph in control.iter(W + "p") if control.find(f".//{W}p") is not None else (control,):
        text = "".join(each.text or "" for each in paragraph.iter(W + "t"))
        for tag in LIVE_TAG.findall(text):
            word = block_word(tag)
            if tag.startswith("{{p "):
                return True
            if word in PAIRS.values():
                open_ -= 1
            elif word in PAIRS:
                open_ += 1
            if open_ < 0 or (open_ == 0 and word in MIDDLES):
                return True
    return open_ != 0


def _unwrap(control: Any) -> None:
    """Put the contents of a wrapper in its place."""
    content = control.find(W + "sdtContent") if control.tag == W + "sdt" else control
    holder = control.getparent()
    at = holder.index(control)
    children = [] if content is None else [child for child in content if child.tag not in _PROPERTIES]
    holder[at : at + 1] = children
