"""Render with docxtpl itself, for records that bring parts of their own: images, sub-documents, links.

Why: such a record adds relationships, styles and media to the package; docxtpl and docxcompose do that well, and it is
rare enough for its cost not to matter.
"""

from __future__ import annotations

import base64
import binascii
import copy
import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from jinja2 import Environment
from markupsafe import escape

from congvan.core.messages import Message
from congvan.core.opc.pictures import MOST_POINTS, picture_size
from congvan.core.opc.reader import read_members
from congvan.core.opc.writer import ClocklessZip, ZipMember, deflate, write_zip
from congvan.core.problems import ProblemsFound
from congvan.core.templating.pictures import picture_bytes
from congvan.formats.docx.blocks.ruled_lines import set_rules
from congvan.formats.docx.compiler import prepared_source
from congvan.formats.docx.package import NOT_BY_DOCXTPL, open_package, read_template_styles
from congvan.formats.docx.printed import postprocess
from congvan.formats.docx.printed.note_order import settled_bytes
from congvan.formats.docx.printed.values import BadValue, check_characters, rich_xml
from congvan.formats.docx.styles import StyleSheet


def render(
    template: bytes,
    context: Mapping[str, Any],
    env: Environment,
    own: Sequence[ZipMember],
    moved: Mapping[str, str],
    *,
    strict: bool,
) -> bytes:
    """Render by docxtpl, values escaped; `own`: parts made here; `moved`: the body and the parts whose notes are put in
    the order of its marks, with their kinds; `env`: fresh, its finalize is wrapped for records.
    """
    from docx.opc import phys_pkg

    document = _exact(template, _styles(template) if strict else None)
    document.init_docx()
    env.finalize = _finalize(document, cast(Callable[[Any], Any], env.finalize), strict=strict)
    document.render(dict(context), env)
    out = io.BytesIO()
    vars(phys_pkg)["ZipFile"] = ClocklessZip  # python-docx leaves no other way
    document.save(out)
    ours = {member.name: member for member in own}
    members = [ours.get(member.name, member) for member in read_members(out.getvalue())]
    return write_zip(_with_moved_notes(members, moved) if moved else members)


def _with_moved_notes(members: Sequence[ZipMember], moved: Mapping[str, str]) -> list[ZipMember]:
    contents = {member.name: member.content() for member in members if member.name in moved}
    notes = [(at, kind) for at, kind in enumerate(moved.values()) if kind]
    new = dict(zip(moved, settled_bytes([contents[name] for name in moved], notes), strict=True))
    return [deflate(member.name, new[member.name]) if member.name in new else member for member in members]


def _exact(template: bytes, styles: StyleSheet | None) -> Any:
    """Return docxtpl's template that doesn't repair in silence; `styles`: of a strict template."""
    from docxtpl.template import DocxTemplate
    from lxml import etree

    class Exact(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
        """docxtpl that doesn't repair in silence, and renders the footnotes once."""

        docx: Any

        def patch_xml(self, src_xml: str) -> str:
            return cast(str, super().patch_xml(src_xml)) if styles is None else prepared_source(src_xml, styles)

        def fix_tables(self, xml: str) -> Any:
            if styles is not None:
                etree.fromstring(xml)
            return super().fix_tables(xml)

        def render_xml_part(self, *args: Any, **named: Any) -> str:
            xml = cast(str, super().render_xml_part(*args, **named))
            xml = postprocess.separate_ids(postprocess.fill_hollow(xml))
            return xml if styles is None else set_rules(xml, styles.looks)

        def render_footnotes(self, context: Any, jinja_env: Any = None) -> None:
            document, self.docx = self.docx, _OneSection(self.docx)
            super().render_footnotes(context, jinja_env)
            self.docx = document

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """Ours: as a part of the package."""

    return Exact(io.BytesIO(template))


def _styles(template: bytes) -> StyleSheet:
    members, sources = open_package(template, "", strict=True)
    return read_template_styles(members, sources[0].member.name, "")


class _OneSection:
    """A document that shows only its first section, since docxtpl renders the footnotes once for each section."""

    def __init__(self, document: Any) -> None:
        self._document, self.sections = document, document.sections[:1]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._document, name)


def _finalize(document: Any, plain: Callable[[Any], Any], *, strict: bool) -> Callable[[Any], Any]:
    def finalize(value: Any) -> Any:
        if isinstance(value, Mapping) and value.get("_docx") == "image":
            return _image(document, value)
        if isinstance(value, Mapping) and value.get("_docx") == "subdoc":
            check_record(value, "")
            return document.new_subdoc(io.BytesIO(_bytes(value)))
        if isinstance(value, Mapping) and value.get("_docx") in ("richtext", "paragraphs"):
            return rich_xml(value, strict=strict, link=partial(_relationship, document))
        if hasattr(value, "_insert_image"):
            value = copy.copy(value)  # the caller's stays as it was
            value.tpl = document
            return value
        return plain(value)

    return finalize


def _relationship(document: Any, url: str) -> str:
    """Return the id of a link; docxtpl would add every link to the body, whatever part holds it."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    part = document.current_rendering_part
    return cast(str, part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))


def _image(document: Any, value: Mapping[str, Any]) -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage

    width, height = (Mm(value[key]) if value.get(key) else None for key in ("width_mm", "height_mm"))
    image = InlineImage(document, io.BytesIO(_picture(value)), width, height, value.get("anchor"))
    if value.get("words"):
        words, plain = escape(check_characters(str(value["words"]))), image._insert_image
        image._insert_image = lambda: plain().replace("<wp:docPr ", f'<wp:docPr descr="{words}" ', 1)
    return image


def check_record(value: Any, part: str) -> str:
    """Return ""; raise `BadValue` if a record is unreadable, or not allowed in this kind of part."""
    kind = str(value["_docx"]) if isinstance(value, Mapping) else "image"  # docxtpl's own
    if part in NOT_BY_DOCXTPL or (part == "footnotes" and kind == "image"):
        kind_message = Message(f"rich-record.{kind if kind in ('image', 'subdoc') else 'link'}")
        raise BadValue(Message("docx-value-place.unsupported", what=kind_message))
    if not isinstance(value, Mapping):
        return ""
    if kind == "image":
        from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
        from docx.image.image import Image

        data = _picture(value)
        try:
            Image.from_blob(data)
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError) as error:
            raise BadValue(Message("value-type.image")) from error
    elif kind == "subdoc":
        try:
            open_package(_bytes(value), "", strict=False)
        except ProblemsFound as stop:
            first = stop.problems[0]
            raise BadValue(Message("value-type.document", why=first.message), first.advice) from stop
    return ""


def _picture(value: Mapping[str, Any]) -> bytes:
    """Return the bytes of a picture; raise `BadValue` for one of more points than are drawn."""
    data = _bytes(value)
    size = picture_size(data)
    if size and size.points > MOST_POINTS:
        points = {"width": size.width, "height": size.height}
        if "file" in value:
            raise BadValue(Message("value-type.picture-file", name=str(value["file"]), **points))
        raise BadValue(Message("value-type.picture-points", **points))
    return data


def _bytes(value: Mapping[str, Any]) -> bytes:
    if "file" in value:
        try:
            return picture_bytes(str(value["file"]))
        except ValueError as error:
            raise BadValue(error.args[0]) from error
    data = value.get("data", b"")
    if isinstance(data, bytes):
        return data
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadValue(Message("value-type.data")) from error
