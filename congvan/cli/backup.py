"""`backup`: the office's database into one file."""

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
    parser = make(options, "backup", _("Copy the office's database into one file, whoever uses it meanwhile."))
    file = _("a file or a folder; default: office-DATE-TIME.db beside the database")
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=file)
    parser.add_argument("--force", action="store_true", help=_("replace the file"))
    database(parser)
    return parser


def run(words: Namespace, report: Report) -> Outcome:
    """Call the act."""
    from pathlib import Path

    from congvan.bootstrap import environment, no_op

    environment.ensure_environment()
    from congvan.ledger.backup import BackupRequest, backup

    file = Path(words.file) if words.file else None
    return backup(BackupRequest(Path(no_op.root_of(words)), words.database, file, words.force))
