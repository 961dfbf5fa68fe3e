"""`teams`: propose a team for each health facility."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_returns, returns_of
from congvan.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.job import Outcome


def add_teams(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add_returns(parser)
    help_text = _("keep this person on this facility's team; may be repeated")
    add("--fix", action="append", default=[], metavar=_("FACILITY=PHONE"), help=help_text)
    add("--free", action="append", default=[], metavar=_("FACILITY=PHONE"), help=_("remove such a choice"))
    add("--who", metavar=_("NAME"), help=_("person who decided; default: the user of this machine"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.acts import TeamsRequest, teams

    return teams(TeamsRequest(**returns_of(args), fix=tuple(args.fix), free=tuple(args.free)), reporter)
