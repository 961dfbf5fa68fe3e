"""`print`: bind built PDFs into files for the printer. `reprint`: some pages of such a file again."""

from __future__ import annotations

import argparse

from congvan.cli.options import root_of
from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_print(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    help_text = _("PDFs in outputs/, or ids of documents: packs; default: the dispatch itself")
    add("files", nargs="*", metavar=_("FILE|DOCUMENT"), help=help_text)
    add("--dispatch", default="", metavar=_("ID"), help=_("id of the dispatch, if there are several"))
    help_text = _("at most so many sheets in one file; 0: all in one; default: 250")
    add("--sheets", type=_count, default=None, metavar="N", help=help_text)
    add(
        "--copies", type=_count, default=0, metavar="N", help=_("copies of each; default: as many as are sent on paper")
    )
    add("--one-sided", action="store_true", help=_("print on one side of the paper"))
    add("--update", action="store_true", help=_("build the documents that are printed before"))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5):
        raise argparse.ArgumentTypeError(_("“{text}” is not a number").format(text=text))
    return int(text)


def run_print(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.core.bootstrap.root import KEPT
    from congvan.core.messages import Message
    from congvan.pipeline.printing.printing import MOST_SHEETS, PrintRequest, print_files

    sheets = MOST_SHEETS if args.sheets is None else args.sheets
    files, sided = tuple(args.files), not args.one_sided
    request = PrintRequest(root_of(args), args.dispatch, files, sheets, args.copies, sided, args.update)
    outcome = print_files(request, reporter)
    made = outcome.data.get("print", {"jobs": []})
    for each in made["jobs"]:
        file = f"{KEPT}/print/{made['folder']}/{each['file']}"
        outcome.remarks.append(Message("print.file", file=file, sheets=each["sheets"], copies=each["copies"]))
    return outcome


def add_reprint(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("job", metavar=_("FILE"), help=_("a file that print has made: .congvan/print/…/in-1.pdf"))
    add("first", type=_count, metavar=_("FROM"), help=_("its first page to print again"))
    add("last", type=_count, nargs="?", default=0, metavar=_("TO"), help=_("its last page; default: that page alone"))


def run_reprint(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.core.bootstrap.root import KEPT
    from congvan.core.messages import Message
    from congvan.pipeline.printing.printing import ReprintRequest, reprint

    outcome = reprint(ReprintRequest(root_of(args), args.job, args.first, args.last), reporter)
    if made := outcome.data.get("reprint"):
        file = f"{KEPT}/print/{made['folder']}/{made['file']}"
        outcome.remarks.append(Message("reprint.file", file=file, first=made["first"], last=made["last"]))
    return outcome
