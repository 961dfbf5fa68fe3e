"""`restore`: a backup in place of the office's database."""

from __future__ import annotations

from congvan.cli.returns_options import database
from congvan.i18n import _

TYPE_CHECKING = False  # typing's, which takes longer to import than all the rest of a help
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from typing import Any

    from congvan.cli.output import Report
    from congvan.job import Outcome


def parser(make: Callable[[Any, str, str], Any], options: Any) -> Any:
    """The command's own options beside those that `make` gives each command."""
    parser = make(options, "restore", _("Put a backup in place of the office's database; what was there is kept."))
    parser.add_argument("file", metavar=_("FILE"), help=_("a file that backup made, or that an upgrade left beside"))
    database(parser)
    return parser


def run(words: Namespace, report: Report) -> Outcome:
    """Call the act."""
    from pathlib import Path

    from congvan.bootstrap import environment, no_op

    environment.ensure_environment()
    from congvan.ledger.backup import RestoreRequest, restore

    return restore(RestoreRequest(Path(no_op.root_of(words)), Path(words.file), words.database))
