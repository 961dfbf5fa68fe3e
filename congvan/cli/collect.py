"""`collect`: read returned forms from a folder and store them."""

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
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.acts import CollectRequest, collect

    fields = {"register": args.register, "scan": args.typed_from}
    return collect(CollectRequest(**returns_of(args), inboxes=tuple(args.inbox), **fields), reporter)
