"""Write the names that templates read, and their filters, into docs/templates.md: `make template-names`.

`--check` changes nothing and exits with 1 if the page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.core.templating.filters import TABLE
from congvan.documents.common.schema import Facts
from congvan.documents.letter.schema import Envelope, OfficialDocument, PackCover, TableDocument, TablePaper
from congvan.documents.names import name_paths
from congvan.pipeline.dashboard.schema import Index, Screen

PAGE = HOME / "docs/templates.md"
BEGIN, END = "<!-- tools/template_names.py -->\n", "<!-- /tools/template_names.py -->\n"
FILTERS_BEGIN, FILTERS_END = "<!-- the filters -->\n", "<!-- /the filters -->\n"
CONTENTS: tuple[tuple[str, Any], ...] = (
    ("Văn bản, phụ lục, biểu (`van-ban.*`, `bieu.xlsx`)", OfficialDocument),
    ("Danh sách (`danh-sach-gui.*`, `tong-hop.xlsx`)", TableDocument),
    ("Bảng của công văn, `content: table` (`van-ban.docx`, `bang.xlsx`)", TablePaper),
    ("Bìa bộ tài liệu để in (`bia-tap.html`)", PackCover),
    ("Bì văn bản (`bi-van-ban.*`)", Envelope),
    ("Mẫu không khai `content`: các thông tin, giá trị của vòng lặp, và danh sách riêng ở data/lists/", Facts),
    ("Màn hình đầu (`man-hinh.html`)", Screen),
    ("Mục lục các công văn (`muc-luc.html`)", Index),
)


def rows(declared: Any, known: dict[Any, str]) -> Iterator[str]:
    """Yield a row for each path that a template may use; a repeated type refers to its first path."""
    for name in name_paths(declared, "", known):
        same = f"; như `{name.same}`" if name.same else ""
        yield f"| `{name.path}` | {name.said.vi}{same} |"


def written() -> str:
    """Return the tables of all contents."""
    known: dict[Any, str] = {}
    found = []
    for title, declared in CONTENTS:
        lines = dict.fromkeys(rows(declared, known))
        found.append("\n".join([f"### {title}", "", "| Tên | Là gì |", "|---|---|", *lines]))
    return "\n\n".join(found) + "\n"


def filters() -> str:
    """Return the table of filters, each with its example."""
    lines = ["| Viết | In ra | Là gì | In English |", "|---|---|---|---|"]
    for one in TABLE:
        example = one.example.replace("|", "\\|")
        lines.append(f"| `{example}` | {one.result} | {one.vi} | {one.en} |")
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """Return the page with updated tables."""
    return _replaced(_replaced(text, BEGIN, END, written()), FILTERS_BEGIN, FILTERS_END, filters())


def _replaced(text: str, begin: str, end: str, tables: str) -> str:
    before, _begin, rest = text.partition(begin)
    _old, _end, after = rest.partition(end)
    return f"{before}{begin}\n{tables}\n{end}{after}"


def main() -> int:
    text = PAGE.read_text("utf-8")
    made = page(text)
    if "--check" in sys.argv:
        return int(made != text)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
