"""`verify`: compare every output with the manifest."""

from __future__ import annotations

import argparse

from congvan.cli.options import root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.job import Outcome


def add_verify(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.publishing.manifest import OUTPUTS
    from congvan.publishing.verify import VerifyRequest, verify

    return verify(VerifyRequest(root_of(args) / OUTPUTS), reporter)
