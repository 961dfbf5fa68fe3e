"""`backup`: copy the office's database into one file. `restore`: replace the database by such a file."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_database, root_of
from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_backup(parser: argparse.ArgumentParser) -> None:
    help_text = _("file or folder; default: office-DATE-TIME.db next to the database")
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=help_text)
    parser.add_argument("--force", action="store_true", help=_("replace the file"))
    add_database(parser)


def run_backup(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from pathlib import Path

    from congvan.returns.ledger.backup import BackupRequest, backup

    file = Path(args.file) if args.file else None
    return backup(BackupRequest(root_of(args), args.database, file, args.force), reporter)


def add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("a file created by backup or by an upgrade"))
    parser.add_argument("--force", action="store_true", help=_("take the database of another project too"))
    add_database(parser)


def run_restore(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from pathlib import Path

    from congvan.returns.ledger.backup import RestoreRequest, restore

    return restore(RestoreRequest(root_of(args), Path(args.file), args.database, args.force), reporter)
