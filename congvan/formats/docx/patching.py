"""docxtpl's own preparation of a part: tags that Word split, cells that span, are merged or coloured.

The one method is taken out of docxtpl's compiled module. Why: it needs regular expressions alone, and importing docxtpl
with python-docx takes as long as compiling a template. Most of its expressions are of tags that a part has none of, and
look through all of the part for them; one is left out where the part does not hold what it would begin with.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, FunctionType, SimpleNamespace
from typing import Any, cast

_MODULE, _CLASS, _METHOD = "docxtpl.template", "DocxTemplate", "patch_xml"


def patch_xml(xml: str) -> str:
    """Apply docxtpl's preparation of a part."""
    return cast(str, _method()(None, xml))


@lru_cache(maxsize=1)
def _method() -> Callable[[Any, str], Any]:
    return (None if _MODULE in sys.modules else taken_out()) or _imported()


def taken_out() -> Callable[[Any, str], Any] | None:
    """Return the method without an import of its module; None if it needs more than regular expressions."""
    from importlib.machinery import SourceFileLoader

    package = find_spec("docxtpl")
    if package is None or not package.origin:
        return None
    path = Path(package.origin).with_name("template.py")
    try:
        code = SourceFileLoader(_MODULE, str(path)).get_code(_MODULE)
    except (ImportError, OSError):
        return None
    for name in (_CLASS, _METHOD):
        code = next((each for each in _codes(code) if each.co_name == name), None)
    names = {name for each in _with_inner(code) for name in each.co_names} if code else set()
    if code is None or not names.isdisjoint(_IMPORTED) or code.co_freevars:
        return None
    return FunctionType(code, {"re": SimpleNamespace(**{**vars(re), "sub": _sub}), "__builtins__": __builtins__})


_IMPORTED = frozenset(["etree", "docx", "Document", "parse_xml", "XmlPart", "Template", "Environment", "escape"])
"""What of its module's imports the method must not use."""


_AROUND = r"<w:KIND[ >](?:(?!<w:KIND[ >]).)*({%|{{)KIND ([^}%]*(?:%}|}})).*?</w:KIND>"
_AROUND_COMMENT = r"<w:KIND[ >](?:(?!<w:KIND[ >]).)*({#)KIND ([^}#]*(?:#})).*?</w:KIND>"
NEEDED: Mapping[str, tuple[str, ...]] = {
    r"(<w:tc[ >](?:(?!<w:tc[ >]).)*){%\s*colspan\s+([^%]*)\s*%}(.*?</w:tc>)": ("colspan",),
    r"(<w:tc[ >](?:(?!<w:tc[ >]).)*){%\s*cellbg\s+([^%]*)\s*%}(.*?</w:tc>)": ("cellbg",),
    r"<w:tc[ >](?:(?!<w:tc[ >]).)*?{%\s*vm\s*%}.*?</w:tc[ >]": ("vm",),
    r"<w:tc[ >](?:(?!<w:tc[ >]).)*?{%\s*hm\s*%}.*?</w:tc[ >]": ("hm",),
    r"</w:t>(?:(?!</w:t>).)*?{%-": ("{%-",),
    **{_AROUND.replace("KIND", kind): (f"{{%{kind} ", f"{{{{{kind} ") for kind in ("tr", "tc", "p", "r")},
    **{_AROUND_COMMENT.replace("KIND", kind): (f"{{#{kind} ",) for kind in ("tr", "tc", "p")},
}
"""Expressions of docxtpl, each with texts of which one is in whatever it matches; others are always applied."""


def _sub(pattern: str, replacement: Any, text: str, count: int = 0, flags: int = 0) -> str:
    """Return what `re.sub` returns."""
    needed = NEEDED.get(pattern)
    if needed is not None and not any(each in text for each in needed):
        return text
    return re.sub(pattern, replacement, text, count=count, flags=flags)


def _codes(code: CodeType | None) -> Iterator[CodeType]:
    """Yield what a module, a class or a function defines."""
    yield from (each for each in (code.co_consts if code else ()) if isinstance(each, CodeType))


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in _codes(code):
        yield from _with_inner(each)


def _imported() -> Callable[[Any, str], Any]:
    from docxtpl.template import DocxTemplate

    return cast(Callable[[Any, str], Any], DocxTemplate.patch_xml)
