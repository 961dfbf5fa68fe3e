"""`init`: start a new project. `new`: start a new dispatch."""

from __future__ import annotations

import argparse

from congvan.cli.options import root_of
from congvan.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.job import Outcome


def add_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar=_("FOLDER"), help=_("a folder that is new or empty"))
    parser.set_defaults(run=run_init)


def run_init(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from pathlib import Path

    from congvan.bootstrap.environment import starter
    from congvan.drafting.scaffolding import InitRequest, init

    return init(InitRequest(Path(args.folder), starter()), reporter)


def add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar=_("NAME"), help=_("id of the dispatch: the name of its file"))
    parser.add_argument("--kind", default="cong-van", metavar=_("KIND"), help=_("thong-bao, quyet-dinh, …"))
    parser.set_defaults(run=run_new)


def run_new(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    import datetime

    from congvan.drafting.scaffolding import NewRequest, new

    return new(NewRequest(root_of(args), args.kind, args.name, datetime.date.today()), reporter)
