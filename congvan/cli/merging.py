"""`merge`: a list and a template, without a project."""

from __future__ import annotations

import argparse

from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_merge(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("list", metavar=_("LIST"), help=_("an XLSX or CSV file; its titles are the names: “Họ và tên” is ho_va_ten"))
    add("template", metavar=_("TEMPLATE"), help=_("a DOCX, HTML, XLSX or TXT file with tags"))
    add("--out", required=True, metavar=_("FOLDER"), help=_("where the files go"))
    help_text = _("pattern of their names, whose ending is the format: “Giấy mời - {{ ho_va_ten }}.pdf”")
    add("--name", default="", metavar=_("PATTERN"), help=help_text)
    add("--sheet", default="", metavar=_("NAME"), help=_("the sheet with the list; default: the first with titles"))
    add("--records", type=_range, default=(1, 0), metavar="N-M", help=_("only these rows, counted from 1: 20-40"))
    add("--first", type=int, default=0, metavar="N", help=_("only the first N rows"))


def _range(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not (first.isdecimal() and (last.isdecimal() or not dash)) or not 0 < int(first) <= int(last or first):
        raise argparse.ArgumentTypeError(_("“{text}” is not a range such as 20-40").format(text=text))
    return int(first), int(last or first)


def run_merge(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from pathlib import Path

    from congvan.pipeline.merge import MergeRequest, merge_list

    first, last = args.records
    request = MergeRequest(
        listed=Path(args.list),
        template=Path(args.template),
        out=Path(args.out),
        name=args.name,
        sheet=args.sheet,
        first=first,
        last=min(last or args.first, args.first or last),
    )
    return merge_list(request, reporter)
