"""`report`: enter a daily report received by telephone."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_arrival, add_returns, returns_of
from congvan.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.job import Outcome


def add_report(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add_returns(parser)
    add("enterprise", metavar=_("ENTERPRISE"), help=_("id of the enterprise: vnpt-lang-son"))
    add("day", metavar=_("DAY"), help=_("day of the report: 2020-08-21"))
    add("figures", nargs="+", metavar=_("FIELD=VALUE"), help=_("figures: cai_dat=120 huong_dan=45"))
    add("--district", metavar=_("ID"), help=_("figures of this district; default: of all together"))
    add_arrival(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.acts import ReportRequest
    from congvan.returns.acts import report as enter_report

    fields = {"enterprise": args.enterprise, "day": args.day, "figures": tuple(args.figures), "district": args.district}
    return enter_report(ReportRequest(**returns_of(args), **fields), reporter)
