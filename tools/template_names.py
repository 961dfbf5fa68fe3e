"""Write the names that templates read into docs/templates.md, from their declarations: `make template-names`.

`--check` changes nothing and exits with 1 if the page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin, is_typeddict

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.dashboard.schema import Index, Screen  # noqa: E402
from congvan.documents.base.schema import Facts  # noqa: E402
from congvan.documents.letter.schema import Envelope, OfficialDocument, PackCover, TableDocument  # noqa: E402
from congvan.templating.declared import declared_names  # noqa: E402

PAGE = HOME / "docs/templates.md"
BEGIN, END = "<!-- tools/template_names.py -->\n", "<!-- /tools/template_names.py -->\n"
CONTENTS: tuple[tuple[str, Any], ...] = (
    ("Văn bản, phụ lục, biểu (`van-ban.*`, `bieu-danh-sach.xlsx`, `bao-cao-ngay.xlsx`)", OfficialDocument),
    ("Danh sách (`danh-sach-gui.*`, `tong-hop.xlsx`)", TableDocument),
    ("Bìa bộ tài liệu để in (`bia-tap.html`)", PackCover),
    ("Bì văn bản (`bi-van-ban.*`)", Envelope),
    ("Mẫu không khai `content`: các thông tin, giá trị của vòng lặp, và danh sách riêng ở data/lists/", Facts),
    ("Màn hình đầu (`man-hinh.html`)", Screen),
    ("Mục lục các công văn (`muc-luc.html`)", Index),
)


def inside(type_: Any) -> tuple[str, list[Any]]:
    """Return the path steps into a type (`[]`: a list, `.*`: names of the data), and the TypedDicts found."""
    if get_origin(type_) is list:
        steps, found = inside(get_args(type_)[0])
        return f"[]{steps}", found
    if get_origin(type_) is dict:
        steps, found = inside(get_args(type_)[1])
        return f".*{steps}", found
    if is_typeddict(type_):
        return "", [type_]
    return "", [each for one in get_args(type_) for each in inside(one)[1]]


def rows(declared: Any, stem: str, known: dict[Any, str]) -> Iterator[str]:
    """Yield a row for each path that a template may use; a repeated type refers to its first path."""
    for name in declared_names(declared):
        path = f"{stem}{name.key}"
        steps, types = inside(name.type)
        new = [each for each in types if each not in known]
        same = "" if new or not types else f"; như `{known[types[0]]}`"
        yield f"| `{path}{steps}` | {name.said.vi}{same} |"
        for each in new:
            known[each] = f"{path}{steps}"
            yield from rows(each, f"{path}{steps}.", known)


def written() -> str:
    """Return the tables of all contents."""
    known: dict[Any, str] = {}
    found = []
    for title, declared in CONTENTS:
        lines = dict.fromkeys(rows(declared, "", known))
        found.append("\n".join([f"### {title}", "", "| Tên | Là gì |", "|---|---|", *lines]))
    return "\n\n".join(found) + "\n"


def page(text: str) -> str:
    """Return the page with updated tables."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n{written()}\n{END}{after}"


def main() -> int:
    text = PAGE.read_text("utf-8")
    made = page(text)
    if "--check" in sys.argv:
        return int(made != text)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
