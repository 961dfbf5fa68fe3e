"""What a template must not hold: what fetches or runs something, tracked changes, and tags that nothing would fill in.

Why: whatever else a template holds is copied into every letter. A picture on a server tells who opens the letter, a DDE
field starts a program, a tag in a chart's title is printed as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from congvan.core.messages import Message, foreign
from congvan.core.opc import reader
from congvan.core.opc.reader import Relationship
from congvan.core.opc.writer import CONTENT_TYPES, ZipMember
from congvan.core.opc.xml_stream import Unreadable
from congvan.core.templating.tags import LIVE_TAG, almost, field_name
from congvan.formats.docx.tags import Locations, TagLocation, W, find_tags

Found = tuple[Message, TagLocation]

# fields that read another file or address, or start another program (ECMA-376, 17.16.5)
_REACHING = frozenset(
    ["DATABASE", "DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "RD"]
)
_QUOTED = re.compile(r'\s*QUOTE((?:[\s"]+\d{1,3})+)', re.IGNORECASE)  # letters by their numbers
_FIELD_NAME = re.compile(r'[\s"]*([A-Za-z]+)')
_MERGED = re.compile(
    r'\s*(?:MERGEFIELD\s+(?:"([^"]*)"|([^\s"\\]+))|(ADDRESSBLOCK|GREETINGLINE|MERGEREC|MERGESEQ|NEXT|NEXTIF|SKIPIF)\b)',
    re.IGNORECASE,
)
_ADDRESS = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]\S*))', re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)  # of two letters at least: else it is a drive
_PROGRAM = re.compile(
    r"\.(?:exe|bat|cmd|scr|pif|cpl|msi|msp|hta|jar|js|jse|vbs|vbe|wsf|wsh|ps1|psm1|lnk|reg|inf|url|dll|application)"
    r"(?=$|[\s?#\"'])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0]")
_CLICKED = frozenset(["http", "https", "mailto", "tel", "ftp", "ftps", "file"])
_INNER = {
    "aFChunk": "chunk",
    "control": "control",
    "vbaProject": "macros",
    "wordVbaData": "macros",
    "extensibility": "ribbon",
    "userCustomization": "ribbon",
}
_REFERENCE = re.compile(rb'<w:(?:header|footer)Reference\b[^>]*\br:id="([^"]*)"')
_NOT_FETCHED = ("header", "footer")  # Word reads these from the package alone
_CHANGED = ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "tblGrid", "tblPrEx", "numbering")
_TRACKED = frozenset(
    [
        *("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart"),
        *("cellIns", "cellDel", "cellMerge", *(f"{name}Change" for name in _CHANGED)),
    ]
)
_WORTH_PARSING = re.compile(
    rb"instr|dataBinding|imagedata|\0|Change\b|<\w+:(?:ins|del|move(?:From|To)(?:RangeStart)?|cell(?:Ins|Del|Merge))\b"
)
_LOCAL = re.compile(r"(?i)(?:file:///?)?[a-z]:[\\/]|(?![a-z][a-z0-9+.-]+:)(?![\\/]{2})")


def refusals(
    members: Sequence[ZipMember], types: Mapping[str, str], merged: Iterable[str], *, strict: bool
) -> Iterator[tuple[str, Found]]:
    """Yield part, message and location of whatever a template must not hold; `merged` are the parts that hold tags.

    `types`: as `reader.content_types` returns them. Not strict: what fetches or runs something only.
    Raises `Unreadable` for damaged relationships.
    """
    by_name = {member.name: member for member in members}
    filled = frozenset(merged)
    for name, member in by_name.items():
        if reader.type_of(name, types).endswith(".vbaProject") or name.lower().endswith("vbaproject.bin"):
            yield name, (Message("docx-hostile.macros"), ())
        elif name.endswith(".rels"):
            yield from _links(name, by_name, strict=strict)
        elif name != CONTENT_TYPES and (name.endswith(".xml") or reader.type_of(name, types).endswith("xml")):
            yield from ((name, found) for found in _content(member, strict=strict, filled=name in filled))
    if strict:
        yield from _unlinked(by_name, filled)


def _links(name: str, by_name: Mapping[str, ZipMember], *, strict: bool) -> Iterator[tuple[str, Found]]:
    """Yield what a part is linked to that it must not be, at the element which names the link."""
    folder, _rels, file = name.rpartition("_rels/")
    part = folder + file.removesuffix(".rels")
    for link in reader.relationships(by_name[name].content(), part):
        message = _link(link, strict=strict)
        if message is not None:
            yield part or name, (message, _place(link.id, by_name.get(part)))


def _unlinked(members: Mapping[str, ZipMember], filled: Iterable[str]) -> Iterator[tuple[str, Found]]:
    """Yield the headers and footers that a part names and that are not in the file: Word calls it damaged."""
    for part in filled:
        if not (named := _REFERENCE.findall(members[part].content())):
            continue
        found = members.get(reader.relationships_part(part))
        links = {link.id: link for link in reader.relationships(found.content(), part)} if found else {}
        for id_ in (each.decode("utf-8", "replace") for each in named):
            link = links.get(id_)
            if link is None or not (link.external or link.target in members):
                missing = link.target if link else id_
                yield part, (Message("docx-broken.part-missing", part=missing), _place(id_, members[part]))


def _link(link: Relationship, *, strict: bool) -> Message | None:
    if not link.external:
        if link.kind == "oleObject" and strict:
            return Message("docx-hostile.embedded")
        return Message(f"docx-hostile.{_INNER[link.kind]}") if link.kind in _INNER else None
    if link.kind == "hyperlink":
        if _runs(unquote(link.target)):
            return Message("docx-hostile.link", target=link.target)
        tags = LIVE_TAG.findall(unquote(link.target)) if strict else []
        return Message("docx-tag-unfilled.link", tag=tags[0]) if tags else None
    if link.kind in _NOT_FETCHED or (link.kind == "attachedTemplate" and _LOCAL.match(link.target)):
        return None
    what = link.kind if link.kind in ("attachedTemplate", "image", "oleObject") else "other"
    return Message(f"docx-hostile.{what}", target=link.target, kind=link.kind)


def _runs(address: str) -> bool:
    """Whether a click on an address would do more than open it in the browser, the mail program or the Explorer."""
    scheme = _SCHEME.match(_UNSEEN.sub("", address))
    name = scheme[1].lower() if scheme else "file"
    return name not in _CLICKED or (name == "file" and _PROGRAM.search(address) is not None)


def _place(link: str, member: ZipMember | None) -> TagLocation:
    """Return the location of the first element of a part that names a relationship."""
    if member is None or not member.name.endswith(".xml"):
        return ()
    try:
        root = reader.parse(member.content())
    except Unreadable:
        return ()
    for element in root.iter("*"):
        if any(value == link and "/relationships}" in key for key, value in element.attrib.items()):
            return Locations(root).of(element)
    return ()


def _content(member: ZipMember, *, strict: bool, filled: bool) -> Iterator[Found]:
    """Yield what the XML of a part must not hold; what is damaged there is reported where the part is merged."""
    content = member.content()
    unfilled = strict and not filled and b"{" in content
    if not unfilled and not _WORTH_PARSING.search(content):
        return
    try:
        root = reader.parse(content)
    except Unreadable as error:
        if not filled:
            which = "declares" if error.code == "doctype" else "damaged"
            yield Message(f"docx-broken.part-{which}", part=member.name, error=foreign(error.value)), ()
        return
    yield from _fields(root, strict=strict)
    yield from _linked_pictures(root)
    if strict:
        yield from _tracked(root)
        yield from _bound(root)
    for tag, location in _tags(root) if unfilled else ():
        yield Message("docx-tag-unfilled.part", tag=tag), location


def _fields(root: Any, *, strict: bool) -> Iterator[Found]:
    """Yield the fields of a part that reach out of it; strict: those too whose code holds a tag."""
    locations = Locations(root)
    for element, code in _field_codes(root):
        name = _FIELD_NAME.match(_spelt_out(code))
        if name and name[1].upper() in _REACHING:
            yield Message("docx-hostile.field", field=name[1].upper()), locations.of(element)
        elif (address := _ADDRESS.match(code)) and _runs(target := address[1] or address[2] or ""):
            yield Message("docx-hostile.link", target=target), locations.of(element)
        elif code.startswith("\0"):
            yield Message("docx-hostile.field-made"), locations.of(element)
        elif strict and (tag := LIVE_TAG.search(code)):
            yield Message("docx-tag-unfilled.field", tag=tag[0]), locations.of(element)
        elif strict and (merged := _merged(code)) and (told := _merge_field(merged, _shown(root, element))):
            yield told, locations.of(element)


def _spelt_out(code: str) -> str:
    """Return what a QUOTE field of numbers spells; any other code as it is."""
    quoted = _QUOTED.match(code)
    return "".join(chr(int(each)) for each in re.findall(r"\d+", quoted[1])) if quoted else code


def _merged(code: str) -> str:
    """Return the name of a field that Word's mail merge fills in; "" for any other."""
    found = _MERGED.match(code)
    return (found[1] or found[2] or found[3].upper()) if found else ""


def _merge_field(field: str, shown: str) -> Message | None:
    """Return what is wrong with a field of Word's mail merge; None where it shows «Name», which is reported as such."""
    if almost(shown):
        return None
    if tag := LIVE_TAG.search(shown):
        return Message("docx-tag-unfilled.merge-tag", field=field, tag=tag[0])
    return Message("docx-tag-unfilled.merge-field", field=field, name=field_name(field))


def _shown(root: Any, field: Any) -> str:
    """Return what a field shows; of a complex one the texts up to its end."""
    if field.tag == W + "fldSimple":
        return "".join(text.text or "" for text in field.iter(W + "t"))
    found, deep = [], 0
    elements = root.iter(W + "fldChar", W + "t")
    for element in itertools.dropwhile(lambda each: each is not field, elements):
        deep += {"begin": 1, "end": -1}.get(element.get(W + "fldCharType") or "", 0)
        if not deep:
            break
        found.append(element.text or "")
    return "".join(found)


def _field_codes(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield each field's first element and its code; "\\0" stands for a field within the code.

    Why: the name of a field that begins with another one is made when Word opens the file.
    """
    open_: list[list[Any]] = []  # of the open fields: the first element, the code; None after its end
    for element in root.iter(W + "fldSimple", W + "fldChar", W + "instrText"):
        kind = element.get(W + "fldCharType")
        if element.tag == W + "fldSimple":
            yield element, element.get(W + "instr") or ""
        elif element.tag == W + "instrText":
            if open_ and open_[-1][1] is not None:
                open_[-1][1] += element.text or ""
        elif kind == "begin":
            if open_ and open_[-1][1] is not None:
                open_[-1][1] = open_[-1][1] + "\0" if open_[-1][1].strip() else "\0"
            open_.append([element, ""])
        elif open_:
            first, code = open_[-1]
            if code is not None:
                yield first, code
                open_[-1][1] = None
            if kind == "end":
                open_.pop()
    yield from ((first, code) for first, code in open_ if code is not None)


def _tracked(root: Any) -> Iterator[Found]:
    """Yield the tracked changes of a part, one for each place."""
    locations = Locations(root)
    changed = (each for each in root.iter("*") if each.tag.startswith(W) and each.tag[len(W) :] in _TRACKED)
    for location in dict.fromkeys(locations.of(each) for each in changed):
        yield Message("docx-tracked"), location


def _linked_pictures(root: Any) -> Iterator[Found]:
    """Yield the pictures of old drawings (VML) that name their file beside the relationships."""
    locations = Locations(root)
    for picture in root.iter("{urn:schemas-microsoft-com:vml}imagedata"):
        target = picture.get("src") or picture.get("{urn:schemas-microsoft-com:office:office}href")
        if target:
            yield Message("docx-hostile.image", target=target), locations.of(picture)


def _bound(root: Any) -> Iterator[Found]:
    """Yield the tags within content controls that are bound to data: Word prints the data in their place."""
    locations = Locations(root)
    for properties in root.iter(W + "sdtPr"):
        control = properties.getparent()
        texts = "".join(text.text or "" for text in control.iter(W + "t"))
        tag = LIVE_TAG.search(texts)
        if tag and any(each.tag.endswith("}dataBinding") for each in properties.iter("*")):
            yield Message("docx-tag-unfilled.bound", tag=tag[0]), locations.of(next(control.iter(W + "t")))


def _tags(root: Any) -> list[tuple[str, TagLocation]]:
    """Return the tags of a part that is not filled in, also those torn over elements."""
    whole = [(tag.text, tag.location) for tag in find_tags(root)[0] if LIVE_TAG.match(tag.text)]
    return whole or [(tag, ()) for tag in LIVE_TAG.findall("".join(root.itertext()))]
