"""The commands over returned forms that print what the act reports: `collect`, `report`, `import`, `assign`."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_arrival, add_database, add_returns, returns_of, root_of
from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_collect(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add_returns(parser)
    add("inbox", nargs="+", metavar=_("FOLDER"), help=_("folders or files with returned forms"))
    help_text = _("incoming number (số đến) of the first new file; the others follow")
    add("--register", type=int, default=0, metavar="N", help=help_text)
    help_text = _("the form was entered from this scan, which was collected before; both are kept")
    add("--typed-from", default="", metavar=_("SCAN"), help=help_text)
    add_arrival(parser)


def run_collect(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.collecting import CollectRequest, collect

    fields = {"register": args.register, "scan": args.typed_from}
    return collect(CollectRequest(**returns_of(args), inboxes=tuple(args.inbox), **fields), reporter)


def add_report(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add_returns(parser)
    add("form", metavar=_("FORM"), help=_("id of the form: tuan"))
    help_text = _("who reports, the period, the figures: xa=xa-mau-a ky=2026-t34 luot=120 benh-mau-a.mac=14")
    add("items", nargs="+", metavar=_("NAME=VALUE"), help=help_text)
    add("--nil", action="store_true", help=_("there is nothing to report"))
    add("--over-rows", action="store_true", help=_("nothing to report, though rows have come; they count no longer"))
    add("--letter", action="store_true", help=_("reported by a letter (công văn), not by telephone"))
    help_text = _("entered from this scan, which was collected before")
    add("--typed-from", default="", metavar=_("SCAN"), help=help_text)
    add_arrival(parser)


def run_report(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.entering import ReportRequest
    from congvan.returns.entering import report as enter_report

    fields = {"form": args.form, "items": tuple(args.items), "nil": args.nil, "letter": args.letter}
    fields |= {"scan": args.typed_from, "over_rows": args.over_rows}
    return enter_report(ReportRequest(**returns_of(args), **fields), reporter)


def add_import(parser: argparse.ArgumentParser) -> None:
    add_database(parser)
    add = parser.add_argument
    add("list", metavar=_("LIST"), help=_("id or label of a list of data/lists/"))
    add("file", nargs="?", default="", metavar=_("FILE"), help=_("an Excel or CSV file"))
    help_text = _("list what is new, changed, refused or left out; write nothing")
    add("--dry-run", action="store_true", help=help_text)
    add("--undo", action="store_true", help=_("put back what the last import of this list replaced"))
    add("--who", metavar=_("NAME"), help=_("person who received it; default: the user of this machine"))


def run_import(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.cli.options import person_of
    from congvan.core.messages import Message
    from congvan.editing.drafting.list_import import ImportListRequest, import_list

    if args.dry_run:
        from congvan.editing.comparing import CompareRequest, compare

        outcome = compare(CompareRequest(root_of(args), args.list, args.file), reporter)
        if states := outcome.data.get("states"):
            outcome.remarks.append(Message("compare.counts", **states))
        return outcome
    given = {"root": root_of(args), "listed": args.list, "file": args.file, "database": args.database}
    return import_list(ImportListRequest(**given, who=person_of(args), undo=args.undo), reporter)


def add_assign(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add_returns(parser)
    add("assignment", nargs="?", default="", metavar=_("ASSIGNMENT"), help=_("its id, if there are several"))
    add(
        "--fix", action="append", default=[], metavar=_("POST=PHONE"), help=_("keep this person there; may be repeated")
    )
    add("--free", action="append", default=[], metavar=_("POST=PHONE"), help=_("remove such a choice"))
    add("--who", metavar=_("NAME"), help=_("person who decided; default: the user of this machine"))


def run_assign(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.entering import AssignRequest, assign

    fields = {"assignment": args.assignment, "fix": tuple(args.fix), "free": tuple(args.free)}
    return assign(AssignRequest(**returns_of(args), **fields), reporter)
