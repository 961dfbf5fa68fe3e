"""`help`: print a page of the manual, or the options of a command."""

from __future__ import annotations

import argparse

from congvan.core.i18n import _, language, program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.app import Parser
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_help(parser: Parser) -> None:
    help_text = _("a page of the manual, or a command; default: list the pages")
    parser.add_argument("topic", nargs="?", metavar=_("PAGE"), help=help_text)


def run_help(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.cli.app import commands, main
    from congvan.core import manual
    from congvan.core.job import Outcome
    from congvan.core.messages import Message
    from congvan.core.problems import Problem, UsageError
    from congvan.core.text import nearest

    topic, pages = args.topic, manual.TOPICS
    if topic is None:
        lines = [f"  {each:<14}{manual.title(each, language())}" for each in pages]
        lines += ["", _("Read a page: {program} help PAGE").format(program=program())]
        return Outcome("help", verbatim="\n".join(lines))
    if topic in pages:
        return Outcome("help", verbatim=manual.page(topic, language()).rstrip())
    if topic in commands():
        main([topic, "--help"])  # exits
    found = nearest(topic, [*pages, *commands()])
    remedy = Message("did-you-mean", found=found) if found else Message("help-unknown.known", pages=", ".join(pages))
    raise UsageError(Problem(Message("help-unknown", value=topic), remedy=remedy))
