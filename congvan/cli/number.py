"""`number`: store the number and date of a dispatch in its file."""

from __future__ import annotations

import argparse

from congvan.cli.options import root_of
from congvan.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.job import Outcome


def add_number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="N", help=_("the number, or “blank”"))
    parser.add_argument("--date", metavar=_("YYYY-MM-DD"), help=_("date of issue"))
    parser.add_argument("--dispatch", metavar=_("ID"), help=_("id of the dispatch, if there are several"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.drafting.number import NumberRequest, number

    return number(NumberRequest(root_of(args), args.number, args.date, args.dispatch), reporter)
