"""`check`: check finished documents against the decree. `explain`: show one of its rules."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_jobs, root_of
from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.app import Parser
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_check(parser: Parser) -> None:
    add = parser.add_argument
    add("files", nargs="+", metavar=_("FILE"), help=_("DOCX, PDF or DOC files, folders, or patterns"))
    add("--profile", default="", metavar=_("NAME"), help=_("the rule set; default: the one in force"))
    help_text, weights = _("exit with 1 for findings of this severity or higher"), ("error", "warning", "note", "never")
    add("--fail-on", default="error", choices=weights, help=help_text)
    add("--annotate", metavar=_("FOLDER"), help=_("write a copy of each PDF with the findings as notes"))
    add("--report", metavar=_("FILE"), help=_("write one HTML page on all papers, with pictures of their pages"))
    add_jobs(parser)
    parser.format.choices = ("text", "json", "sarif")


def run_check(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from pathlib import Path

    from congvan.core.cache import FOLDER
    from congvan.model.loader import load_left_out
    from congvan.nd30.acts import CheckRequest, check

    root = root_of(args)
    request = CheckRequest(
        tuple(args.files),
        args.profile,
        args.fail_on,
        notes=Path(args.annotate) if args.annotate else None,
        workers=args.jobs,
        form=args.format,
        quiet=args.quiet,
        cache=root / FOLDER if (root / "data").is_dir() else None,
        left_out=load_left_out(root),
        report=Path(args.report) if args.report else None,
    )
    return check(request, reporter)


def add_explain(parser: Parser) -> None:
    parser.add_argument("rule", nargs="?", metavar="ND30-…", help=_("id of a rule; default: list all ids"))


def run_explain(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.nd30.acts import ExplainRequest, explain

    return explain(ExplainRequest(args.rule), reporter)
