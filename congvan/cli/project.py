"""`init`, `new`: a project, a dispatch. `number`, `validate`, `verify`: store, check."""

from __future__ import annotations

import argparse
import sys

from congvan.cli.options import root_of
from congvan.core.i18n import _, use_language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_init(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("folder", metavar=_("FOLDER"), help=_("a folder that is new or empty"))
    add("--sample", default="", metavar=_("ID"), help=_("a whole sample instead, by its id"))
    add("--agency", default="", metavar=_("NAME"), help=_("full name of the agency"))
    add("--parent", default="", metavar=_("NAME"), help=_("its superior body, if the heads of its papers name one"))
    add("--abbreviation", default="", metavar=_("LETTERS"), help=_("abbreviation of the agency in symbols"))
    add("--place", default="", metavar=_("NAME"), help=_("place of issue, before the date"))
    add("--signer", default="", metavar=_("NAME"), help=_("full name of the person who signs"))
    add("--title", default="", metavar=_("TITLE"), help=_("title of the person who signs"))


def run_init(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    import datetime
    from pathlib import Path

    from congvan.cli.asking import office_of
    from congvan.editing.drafting.scaffolding import InitRequest, init

    ask = args.format == "text" and sys.stdin.isatty()
    office = None if args.sample else office_of(args, ask=ask)
    if office and ask:
        use_language(office.language)  # what follows is said as the questions were asked
    return init(InitRequest(Path(args.folder), args.sample, office, datetime.date.today()), reporter)


def add_new(parser: argparse.ArgumentParser) -> None:
    help_text = _("id of the dispatch: the name of its file; default: made of --subject")
    parser.add_argument("name", nargs="?", default="", metavar=_("NAME"), help=help_text)
    parser.add_argument("--kind", default="cong-van", metavar=_("KIND"), help=_("thong-bao, quyet-dinh, …"))
    parser.add_argument(
        "--subject", default="", metavar=_("TEXT"), help=_("its subject (trích yếu); default: a sample")
    )
    add = parser.add_argument
    add("--from", dest="source", default="", metavar=_("ID"), help=_("a dispatch that it is copied from"))
    help_text = _("with --from, what it does to that one: amend, replace, correct; default: nothing")
    add("--as", dest="relation", default="", metavar=_("HOW"), help=help_text)


def run_new(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    import datetime

    from congvan.editing.drafting.scaffolding import NewRequest, new

    given = (args.kind, args.name, datetime.date.today(), args.subject, args.source, args.relation)
    return new(NewRequest(root_of(args), *given), reporter)


def add_number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="N", help=_("the number, or “blank”"))
    parser.add_argument("--date", metavar=_("YYYY-MM-DD"), help=_("date of issue"))
    parser.add_argument("--dispatch", metavar=_("ID"), help=_("id of the dispatch, if there are several"))


def run_number(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.editing.drafting.number import NumberRequest, number

    return number(NumberRequest(root_of(args), args.number, args.date, args.dispatch), reporter)


def run_validate(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.pipeline.validate import ValidateRequest, validate

    return validate(ValidateRequest(root_of(args)), reporter)


def add_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--open", action="store_true", help=_("draw every page of every PDF too"))


def run_verify(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.pipeline.verify import VerifyRequest, verify
    from congvan.publishing.manifest import OUTPUTS

    return verify(VerifyRequest(root_of(args) / OUTPUTS, args.open), reporter)
