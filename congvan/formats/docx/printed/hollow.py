"""Take away what a condition has emptied and Word can't open: tables without a row, content controls without content.

Why: Word calls a file damaged that holds a table without a row. A content control shows what it holds; one among
paragraphs keeps an empty paragraph, one around rows or cells goes with them.
"""

from __future__ import annotations

import re

_TABLE = re.compile(r"<w:tbl>(?:(?!<w:(?:tr|tbl|sdt|customXml)[ >]|</w:tbl>).)*</w:tbl>", re.DOTALL)
_PROPERTIES = "".join(rf"(?:<w:{name}>(?:(?!</w:{name}>).)*</w:{name}>|<w:{name}/>)?" for name in ("sdtPr", "sdtEndPr"))
_CONTROL = re.compile(rf"<w:sdt>{_PROPERTIES}<w:sdtContent>(?=(</w:sdtContent></w:sdt>))", re.DOTALL)
_STRUCTURE = re.compile(r"<(/?)w:(tbl|tr|tc|p|txbxContent)(?=[ />])[^>]*?(/?)>")


def drop_hollow(xml: str) -> str:
    """Remove tables without rows and controls around no rows or cells; put a paragraph into those of paragraphs."""
    before = ""
    while before != xml:  # a control may hold nothing but such a table, or another control
        before = xml
        xml = _TABLE.sub("", xml)
        empty = next((each for each in _CONTROL.finditer(xml) if _parent(xml, each.start()) != "p"), None)
        if empty is not None:
            kept = "" if _parent(xml, empty.start()) in ("tbl", "tr") else f"{empty[0]}<w:p/>{empty[1]}"
            xml = f"{xml[: empty.start()]}{kept}{xml[empty.end(1) :]}"
    return xml


def _parent(xml: str, end: int) -> str:
    """Return the innermost open table, row, cell, paragraph or text box at a place; "" for none."""
    path = [""]
    for match in _STRUCTURE.finditer(xml, 0, end):
        if match[1]:
            path.pop()
        elif not match[3]:
            path.append(match[2])
    return path[-1]
