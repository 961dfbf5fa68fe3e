"""The commands by which the office decides about what came: `withdraw`, `correct`, `reassign`, `close`."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_returns, returns_of
from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def _add_file(parser: argparse.ArgumentParser) -> None:
    add_returns(parser)
    help_text = _("the file by its name or hash, or what a call answers: tuan/xa=xa-mau-a/ky=2026-t34")
    parser.add_argument("file", metavar=_("FILE"), help=help_text)


def _add_reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", default="", metavar=_("TEXT"), help=_("why; it is kept"))
    parser.add_argument("--who", metavar=_("NAME"), help=_("person who decided; default: the user of this machine"))


def add_withdraw(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    add = parser.add_argument
    add("--what", choices=("answer", "arrival", "register"), default="answer", help=_("what is taken back"))
    add("--row", default="", metavar=_("ROW"), help=_("a row of the answer alone: 3, or SECTION.3"))
    add("--undo", action="store_true", help=_("it counts again"))
    _add_reason(parser)


def run_withdraw(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.decisions import WithdrawRequest, withdraw

    fields = {"what": args.what, "row": args.row, "undo": args.undo, "reason": args.reason}
    return withdraw(WithdrawRequest(**returns_of(args), file=args.file, **fields), reporter)


def add_correct(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    add = parser.add_argument
    help_text = _("cells by the number of their row: 3.dien-thoai=0912345678")
    add("cells", nargs="*", metavar=_("ROW.COLUMN=VALUE"), help=help_text)
    add("--received", default="", metavar=_("TIME"), help=_("the right time of receipt: 2020-08-20 15:30"))
    add("--register", type=int, default=0, metavar="N", help=_("the right incoming number (số đến)"))
    help_text = _("it counts as it came, though it holds less than before or some of its rows are asked about")
    add("--accept", action="store_true", help=help_text)
    add("--undo", action="store_true", help=_("take the last correction back"))
    _add_reason(parser)


def run_correct(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.decisions import CorrectRequest, correct

    fields = {"cells": tuple(args.cells), "register": args.register, "accept": args.accept, "undo": args.undo}
    return correct(CorrectRequest(**returns_of(args), file=args.file, reason=args.reason, **fields), reporter)


def add_reassign(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    help_text = _("whose answer it is, for which period: xa=xa-mau-a ky=2026-t34")
    parser.add_argument("keys", nargs="*", metavar=_("NAME=ENTRY"), help=help_text)
    parser.add_argument("--form", default="", metavar=_("FORM"), help=_("it answers this form"))
    parser.add_argument("--undo", action="store_true", help=_("take the last reassignment back"))
    _add_reason(parser)


def run_reassign(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.decisions import ReassignRequest, reassign

    fields = {"keys": tuple(args.keys), "form": args.form, "undo": args.undo, "reason": args.reason}
    return reassign(ReassignRequest(**returns_of(args), file=args.file, **fields), reporter)


def add_close(parser: argparse.ArgumentParser) -> None:
    add_returns(parser)
    add = parser.add_argument
    add("form", metavar=_("FORM"), help=_("id of the form: tuan"))
    add("period", nargs="?", default="", metavar=_("PERIOD"), help=_("id, name or a day of the period: 2026-t34"))
    add("--undo", action="store_true", help=_("open the figures again; needs --reason"))
    _add_reason(parser)


def run_close(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.decisions import CloseRequest, close

    period = args.period.partition("=")[2] if args.period.startswith("ky=") else args.period
    fields = {"form": args.form, "period": period, "undo": args.undo, "reason": args.reason}
    return close(CloseRequest(**returns_of(args), **fields), reporter)
