"""What the pages will not show as Word does: found in a template when it is read, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congvan.formats.docx.package import MAIN, part_label, running_parts
from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.drawings import SHOWN_PICTURES
from congvan.formats.docx_html.followed.element_judge import ElementJudge
from congvan.formats.docx_html.followed.neighbours import beside_others, page_count
from congvan.formats.docx_html.followed.used_styles import UsedStyles
from congvan.formats.docx_html.markup import R, W, child, is_on, tag_of
from congvan.lazy import NamedTuple
from congvan.messages import Message
from congvan.opc.reader import parse, relationships, relationships_part
from congvan.problems import Place, Problem, Severity

_NAMED = frozenset(["unknown", "compatibility"])  # the messages that say which element it is


_IMPOSSIBLE = frozenset(["measure", "no-face", "no-letters", "no-room"])  # of which no page can be made


class NotFollowed(NamedTuple):
    """Something in a template that its pages will not show as Word does: `code` is that of its message; `element`: the
    name of what is reported, where the message says it; `places`: how many there are, where it is told of all."""

    code: str
    part: str | Message = ""
    where: str | Message = ""
    element: str = ""
    places: int = 1

    def problem(self, name: str) -> Problem:
        """Return it as a warning, or an error where no page can be made; `name`: the template."""
        values = {"element": self.element} if self.element else {}
        message = Message(f"docx-not-followed.{self.code}", **values)
        if self.places > 1:
            message = Message(f"docx-not-followed.{self.code}-several", count=self.places, **values)
        severity = Severity.ERROR if self.code in _IMPOSSIBLE else Severity.WARNING
        return Problem(message, Place(name, part=self.part, where=self.where), severity=severity)


def not_followed(package: Mapping[str, bytes], mode: int) -> Iterator[NotFollowed]:
    """Yield what a package holds that is not followed, each once for each place."""
    if mode >= 15:
        yield NotFollowed("mode-15")
    parts = [(label, parse(package[member])) for member, label in text_parts(package)]
    styles = UsedStyles(_member(package, "word/styles.xml"), [root for _label, root in parts])
    judge = ElementJudge(styles, _member(package, "word/numbering.xml"))
    found: dict[NotFollowed, None] = {}
    for label, root in parts:
        places = Locations(root)
        for element, code, name in judge.judged(root):
            where = location_message(places.of(_placed(element)))
            found[NotFollowed(code, label, where, name if code in _NAMED else "")] = None
        for element, code in beside_others(root, styles):
            found[NotFollowed(code, label, location_message(places.of(_placed(element))))] = None
    if counted := page_count([root for _label, root in parts]):
        label, root = parts[counted[0]]
        found[NotFollowed("page-count", label, location_message(Locations(root).of(counted[1])))] = None
    for where, element in styles.shown():
        for _element, code, name in judge.judged(element):
            found[NotFollowed(code, "", where, name if code in _NAMED else "")] = None
    yield from found
    yield from _of_settings(package, judge, styles, parts)
    for member in package:
        kind = member.rpartition(".")[2].lower()
        if member.startswith("word/media/") and f".{kind}" not in SHOWN_PICTURES:
            yield NotFollowed("picture", member)


def _of_settings(
    package: Mapping[str, bytes], judge: ElementJudge, styles: UsedStyles, parts: list[tuple[Message, Any]]
) -> Iterator[NotFollowed]:
    """Yield what the settings ask for."""
    settings = _member(package, "word/settings.xml")
    if settings is None:
        return
    told = {(code, name if code in _NAMED else "") for _element, code, name in judge.judged(settings)}
    if ("even-pages", "") in told and not any(_tells_even_pages(package, root) for _label, root in parts):
        told.remove(("even-pages", ""))
    if is_on(child(settings, "autoHyphenation")) and not styles.never_hyphenates:
        told.add(("hyphenation", ""))
    if is_on(child(settings, "displayBackgroundShape")) and any(
        child(root, "background") is not None for _label, root in parts
    ):
        told.add(("page-background", ""))
    for code, name in sorted(told):
        yield NotFollowed(code, element=name)


def _tells_even_pages(package: Mapping[str, bytes], body: Any) -> bool:
    """Whether a section of a body has a header or footer on its even pages that is another than on the odd ones."""
    links = relationships(package.get(relationships_part(MAIN), b"<Relationships/>"), MAIN)
    targets = {link.id: link.target for link in links}
    own: dict[tuple[str, str], tuple[bytes | None, ...]] = {}
    for section in body.iter(W + "sectPr"):
        for reference in section.iterchildren(*_REFERENCES):
            member = targets.get(reference.get(R + "id") or "", "")
            content = package.get(member), package.get(relationships_part(member))
            own[reference.tag, reference.get(W + "type") or "default"] = content
        if any(own.get((tag, "default")) != own.get((tag, "even")) for tag in _REFERENCES):
            return True
    return False


_REFERENCES = (W + "headerReference", W + "footerReference")


def _member(package: Mapping[str, bytes], member: str) -> Any:
    data = package.get(member)
    return None if data is None else parse(data)


def text_parts(package: Mapping[str, bytes]) -> Iterator[tuple[str, Message]]:
    """Yield the parts that hold text, with their labels."""
    counts: dict[str, int] = {}
    links = package.get(relationships_part(MAIN), b"")
    running = running_parts(package[MAIN], links) if links and MAIN in package else {}
    for member in sorted(package):
        stem = member.removeprefix("word/").removesuffix(".xml")
        kind = "body" if stem == "document" else stem.rstrip("0123456789")
        if member.startswith("word/") and member.endswith(".xml") and kind in _LABELS:
            counts[kind] = counts.get(kind, 0) + 1
            pages, number = running.get(member, ("", counts[kind]))
            yield member, part_label(kind, number, pages)


_LABELS = frozenset(["body", "header", "footer", "footnotes", "endnotes"])


def _placed(element: Any) -> Any:
    """Return the element whose place is that of another: of what a table as a whole asks for its first cell."""
    table = next((each for each in element.iterancestors(W + "tblPr", W + "tblGrid", W + "trPr", W + "tblPrEx")), None)
    if table is None:
        return element
    held = table.getparent()
    cell = next(held.iter(W + "tc"), None) if tag_of(held) in ("tbl", "tr") else None
    return element if cell is None else cell
