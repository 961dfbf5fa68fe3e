"""Judge DOCX and XLSX by the schemas of ISO/IEC 29500: order of elements, required attributes, relationships.

openxml-audit holds them against the tables of Microsoft's Open XML SDK, which say more than the standard in places;
each such place is listed here with its reason. Warnings (advice on size and style) are not faults.
"""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

FALSE_ALARMS = (
    (
        r"A required relationship type '.*/(fontTable|theme)' is missing\.",
        "the main part may have a font table and a theme (ISO/IEC 29500-1, 11.3.5 and 14.2.7), and need not",
    ),
    (
        r"styles\.xml.* Unexpected element '(b|i|strike|color|sz|u|vertAlign|scheme|charset|family|name)' found",
        "the elements of a font of a workbook may come in any order (CT_Font is a choice, ISO/IEC 29500-4, A.2)",
    ),
)


@cache
def _judge() -> Any:
    from openxml_audit import OpenXmlValidator

    return OpenXmlValidator()


def faults(data: bytes, suffix: str) -> list[str]:
    """The faults of a package, each with part, path and description; `suffix`: ".docx" or ".xlsx"."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"x{suffix}")
        path.write_bytes(data)
        found = _judge().validate(path).errors
    said = [f"{each.part_uri} {each.path} {each.description}" for each in found if each.severity.name == "ERROR"]
    return [fault for fault in said if not any(re.search(pattern, fault) for pattern, _reason in FALSE_ALARMS)]
