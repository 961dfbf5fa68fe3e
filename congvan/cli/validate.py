"""`validate`: check data and templates against each other."""

from __future__ import annotations

import argparse

from congvan.cli.options import root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.job import Outcome


def add_validate(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.pipeline.validate import ValidateRequest, validate

    return validate(ValidateRequest(root_of(args)), reporter)
