"""Print values of the content into the XML of a DOCX: plain text, checked; or a rich record.

Rich content is a plain record, distinguished from data by the key `_docx`:

    {"_docx": "richtext", "runs": [{"text": "…", "bold": True, "italic": …, "style": …, …}]}    for {{r …}}
    {"_docx": "paragraphs", "paragraphs": [{"style": "…", "runs": […]}]}                         for {{p …}}
    {"_docx": "listing", "text": "…"}
    {"_docx": "drawing", "width": 165, "height": 60, …}    for {{r …}}; see shapes
    {"_docx": "image", "data": bytes or base64, "width_mm": 30, "height_mm": 20, "anchor": "https://…", "words": "…"}
    {"_docx": "subdoc", "data": bytes or base64}                                                  for {{p …}}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

from congvan.core.messages import Message
from congvan.formats.docx.printed.shapes import drawing

# XML 1.0 can't carry these, or a reader changes them (\r); a strict render wants none of C0 and C1 but \n and \t
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FOREIGN = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_UNDERLINES = ("single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave")
_RUN_KEYS = frozenset(
    "text style color highlight size subscript superscript bold italic underline strike font url rtl lang".split()  # noqa: SIM905 - a list a line long
)


_COLOUR = re.compile(r"(?:[0-9A-Fa-f]{6}|auto)?")
_LARGEST = 3276  # half points of text in Word
_MOST_COLUMNS = 63  # of a table in Word


class BadValue(ValueError):
    """Raised for a value that cannot be printed: the message and, if it depends on the case, the remedy."""

    def __init__(self, message: Message, remedy: Message | None = None) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


class RichXml(Markup):
    """The XML of a rich record: the only markup that a value may bring into a proved part."""


class NeedsDocxtpl(Exception):
    """Raised for a record with its own parts (an image, a sub-document, a link), which docxtpl itself renders."""


def check_characters(text: str, *, strict: bool = True) -> str:
    """Return the text; raise `BadValue` if it holds a character that a document cannot carry."""
    bad = (UNPRINTABLE if strict else _FOREIGN).search(text)
    if bad:
        code = f"U+{ord(bad.group()):04X}"
        raise BadValue(
            Message("value-character", code=code),
            Message("value-character.hint-type-text", before=text[max(0, bad.start() - 12) : bad.start()]),
        )
    return text


def strict_finalize(value: Any) -> Any:
    """Finalize for parts proved at compile time: only rich records may bring markup."""
    kind = type(value)
    if kind is str:
        return value if value.isprintable() else check_characters(value)
    if kind is int or kind is float or kind is bool or kind is RichXml:
        return value
    return _plain(value, markup=False)


def open_finalize(value: Any) -> Any:
    """Finalize for strict parts parsed after each render: the template's own markup (macros, `|safe`) passes."""
    return _plain(value, markup=True)


def foreign_finalize(value: Any) -> Any:
    """Finalize for foreign templates: docxtpl's own objects pass, None and undefined print as docxtpl prints them."""
    if value is None or isinstance(value, (int, float, Undefined)):
        return value
    if isinstance(value, Mapping) and "_docx" in value:
        return rich_xml(value, strict=False)
    if hasattr(value, "_insert_image"):
        raise NeedsDocxtpl
    if hasattr(value, "subdocx"):
        raise BadValue(
            Message("value-type.docxtpl"),
            Message("value-type.hint-give-bytes", record='{"_docx": "subdoc", "data": …}'),
        )
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return check_characters(value, strict=False)
    return value


def rich_only(value: Any) -> RichXml:
    """Filter for values that are beside runs ({{r …}}, {{p …}}), where Word drops plain text: rich records only."""
    if isinstance(value, Mapping) and "_docx" in value:
        return rich_xml(value)
    if isinstance(value, str) and not value.strip():
        return RichXml(escape(value))
    if value is None or isinstance(value, Undefined):
        _plain(value, markup=False)
    if not isinstance(value, str):
        raise BadValue(Message("docx-value-block", kind=type(value).__name__))
    raise BadValue(Message("docx-value-place.plain"))


def colour(value: Any) -> str:
    """Filter for `cellbg`: six hexadecimal digits; an empty text is the colour of the page."""
    text = str(_plain(value, markup=False)).removeprefix("#")
    if not _COLOUR.fullmatch(text):
        raise BadValue(Message("value-type.colour", value=text))
    return text or "auto"


def text_size(value: Any) -> str:
    """Filter for the size of text: half points."""
    text = str(_plain(value, markup=False))
    if not (text.isdecimal() and text.isascii() and 2 <= int(text) <= _LARGEST):
        raise BadValue(Message("value-type.text-size", value=text))
    return text


def columns(value: Any) -> str:
    """Filter for `colspan`: how many columns of a table a cell spans."""
    text = str(_plain(value, markup=False))
    if not (text.isdecimal() and 1 <= int(text) <= _MOST_COLUMNS):
        raise BadValue(Message("value-type.columns", value=text, most=_MOST_COLUMNS))
    return text


def _plain(value: Any, *, markup: bool) -> Any:
    if value is None:
        raise BadValue(Message("value-missing"))
    if isinstance(value, Undefined):
        str(value)  # the undefined's own error
    if isinstance(value, Mapping) and "_docx" in value:
        if not markup and value["_docx"] in ("richtext", "drawing", "paragraphs", "subdoc"):
            raise BadValue(Message("docx-value-place.rich"), Message("docx-value-place.hint-write-x"))
        return rich_xml(value)
    if isinstance(value, Markup) and markup:
        return value
    if isinstance(value, list | tuple):
        raise BadValue(Message("value-type.several"))
    if hasattr(value, "__html__") or isinstance(value, (Mapping, set, frozenset, bytes)):
        record = isinstance(value, Mapping)
        raise BadValue(
            Message("value-type.record") if record else Message("value-type.value", kind=type(value).__name__)
        )
    return check_characters(str(value))


def _needs_docxtpl(_url: str) -> str:
    raise NeedsDocxtpl


def rich_xml(value: Mapping[str, Any], *, strict: bool = True, link: Callable[[str], str] = _needs_docxtpl) -> RichXml:
    """Return the XML of a rich record. Raises `NeedsDocxtpl` for those that bring parts.

    `link` returns the id of a relationship to an address.
    """
    kind = value["_docx"]
    if kind in ("image", "subdoc"):
        raise NeedsDocxtpl
    if kind == "richtext":
        return RichXml(_runs(value.get("runs", ()), strict, link))
    if kind == "drawing":
        return RichXml(drawing(value, escape(check_characters(value["words"], strict=strict))))
    if kind == "paragraphs":
        return RichXml("".join(_paragraph(each, strict, link) for each in value.get("paragraphs", ())))
    if kind == "listing":
        return RichXml(escape(check_characters(str(value["text"]), strict=strict)))
    raise BadValue(Message("value-type.unknown-rich", kind=kind))


def _paragraph(paragraph: Mapping[str, Any], strict: bool, link: Callable[[str], str]) -> str:
    style = paragraph.get("style")
    head = f'<w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>' if style else ""
    return f"<w:p>{head}{_runs(paragraph.get('runs', ()), strict, link)}</w:p>"


def _runs(runs: Any, strict: bool, link: Callable[[str], str]) -> str:
    return "".join(_linked(run, link, _run(run, strict)) for run in runs)


def _linked(run: Mapping[str, Any], link: Callable[[str], str], xml: str) -> str:
    if not run.get("url"):
        return xml
    return f'<w:hyperlink r:id="{link(str(run["url"]))}" w:tgtFrame="_blank">{xml}</w:hyperlink>'


def _run(run: Mapping[str, Any], strict: bool) -> str:
    """Return one run."""
    unknown = set(run) - _RUN_KEYS
    if unknown:
        raise BadValue(Message("value-type.unknown-key", key=min(unknown)))
    if strict:
        _check_properties(run)
    properties = "".join(write(run) for write in _PROPERTIES)
    text = escape(check_characters(str(run.get("text", "")), strict=strict))
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{head}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _check_properties(run: Mapping[str, Any]) -> None:
    """Raise `BadValue` for a property of which Word would call the document damaged."""
    for key in ("color", "highlight"):
        colour(run.get(key) or "")
    size = run.get("size") or 0
    if isinstance(size, bool) or not str(size).isdecimal():
        raise BadValue(Message("value-type.size", value=str(size)))


def _valued(key: str, *elements: str) -> Callable[[Mapping[str, Any]], str]:
    def write(run: Mapping[str, Any]) -> str:
        value = run.get(key)
        return "".join(element % escape(str(value).removeprefix("#")) for element in elements) if value else ""

    return write


def _flag(key: str, element: str, right_to_left: str = "") -> Callable[[Mapping[str, Any]], str]:
    def write(run: Mapping[str, Any]) -> str:
        return (element + (right_to_left if run.get("rtl") else "")) if run.get(key) else ""

    return write


def _underline(run: Mapping[str, Any]) -> str:
    kind = run.get("underline")
    return f'<w:u w:val="{kind if kind in _UNDERLINES else "single"}"/>' if kind else ""


def _font(run: Mapping[str, Any]) -> str:
    font = str(run.get("font") or "")
    if not font:
        return ""
    region, colon, name = font.rpartition(":")
    name = escape(name)
    regional = f' w:{escape(region)}="{name}"' if colon else ""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"{regional}/>'


# in the order of the schema (CT_RPr), in which some readers want them
_PROPERTIES: tuple[Callable[[Mapping[str, Any]], str], ...] = (
    _valued("style", '<w:rStyle w:val="%s"/>'),
    _font,
    _flag("bold", "<w:b/>", "<w:bCs/>"),
    _flag("italic", "<w:i/>", "<w:iCs/>"),
    _flag("strike", "<w:strike/>"),
    _valued("color", '<w:color w:val="%s"/>'),
    _valued("size", '<w:sz w:val="%s"/>', '<w:szCs w:val="%s"/>'),
    _underline,
    _valued("highlight", '<w:shd w:val="clear" w:fill="%s"/>'),
    _flag("subscript", '<w:vertAlign w:val="subscript"/>'),
    _flag("superscript", '<w:vertAlign w:val="superscript"/>'),
    _flag("rtl", '<w:rtl w:val="true"/>'),
    _valued("lang", '<w:lang w:val="%s"/>'),
)
