"""`import facilities`: import the list of health facilities."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_arrival, add_returns, returns_of
from congvan.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.job import Outcome


def add_import(parser: argparse.ArgumentParser) -> None:
    add_returns(parser)
    parser.add_argument("what", choices=("facilities",), help=_("type of list"))
    parser.add_argument("file", metavar=_("FILE"), help=_("an .xlsx, .csv or .yaml file"))
    add_arrival(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.acts import ImportRequest, import_facilities

    return import_facilities(ImportRequest(**returns_of(args), file=args.file), reporter)
