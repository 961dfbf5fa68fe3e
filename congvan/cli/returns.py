"""The commands over returned forms that print what the act reports: `collect`, `report`, `import`, `teams`."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_arrival, add_returns, returns_of
from congvan.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.job import Outcome


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
    from congvan.returns.acts import CollectRequest, collect

    fields = {"register": args.register, "scan": args.typed_from}
    return collect(CollectRequest(**returns_of(args), inboxes=tuple(args.inbox), **fields), reporter)


def add_report(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add_returns(parser)
    add("enterprise", metavar=_("ENTERPRISE"), help=_("id of the enterprise: vnpt-lang-son"))
    add("day", metavar=_("DAY"), help=_("day of the report: 2020-08-21"))
    add("figures", nargs="+", metavar=_("FIELD=VALUE"), help=_("figures: cai_dat=120 huong_dan=45"))
    add("--district", metavar=_("ID"), help=_("figures of this district; default: of all together"))
    add_arrival(parser)


def run_report(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.acts import ReportRequest
    from congvan.returns.acts import report as enter_report

    fields = {"enterprise": args.enterprise, "day": args.day, "figures": tuple(args.figures), "district": args.district}
    return enter_report(ReportRequest(**returns_of(args), **fields), reporter)


def add_import(parser: argparse.ArgumentParser) -> None:
    add_returns(parser)
    parser.add_argument("what", choices=("facilities",), help=_("type of list"))
    parser.add_argument("file", metavar=_("FILE"), help=_("an .xlsx, .csv or .yaml file"))
    add_arrival(parser)


def run_import(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.acts import ImportRequest, import_facilities

    return import_facilities(ImportRequest(**returns_of(args), file=args.file), reporter)


def add_teams(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add_returns(parser)
    help_text = _("keep this person on this facility's team; may be repeated")
    add("--fix", action="append", default=[], metavar=_("FACILITY=PHONE"), help=help_text)
    add("--free", action="append", default=[], metavar=_("FACILITY=PHONE"), help=_("remove such a choice"))
    add("--who", metavar=_("NAME"), help=_("person who decided; default: the user of this machine"))


def run_teams(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.acts import TeamsRequest, teams

    return teams(TeamsRequest(**returns_of(args), fix=tuple(args.fix), free=tuple(args.free)), reporter)
