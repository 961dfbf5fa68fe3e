"""Options shared by several commands, and their values."""

from __future__ import annotations

import argparse
import os

from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


def root_of(args: argparse.Namespace) -> Path:
    """Return the project folder."""
    from pathlib import Path

    from congvan.core.bootstrap import no_op

    return Path(no_op.root_of(args))


def add_jobs(parser: argparse.ArgumentParser) -> None:
    help_text = _("number of parallel processes; default: chosen automatically")
    parser.add_argument("-j", "--jobs", type=_processes, default=0, metavar="N", help=help_text)


def _processes(text: str) -> int:
    """Parse the number of `-j`; 0 means automatic."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise argparse.ArgumentTypeError(_("“{text}” is not a number of processes").format(text=text))
    return int(text)


def add_database(parser: argparse.ArgumentParser) -> None:
    help_text = _("postgresql://…; default: the file office.db next to data/")
    parser.add_argument("--database", metavar=_("URL"), help=help_text)


def add_returns(parser: argparse.ArgumentParser) -> None:
    """Add the options for the database of returned forms and the dispatch."""
    add_database(parser)
    parser.add_argument("--dispatch", metavar=_("ID"), help=_("id of the dispatch, if there are several"))


def add_arrival(parser: argparse.ArgumentParser) -> None:
    """Add the options for the time of receipt and the receiver."""
    add = parser.add_argument
    add("--received", default="", metavar=_("TIME"), help=_("time of receipt: 2020-08-20 15:30; default: unknown"))
    add("--who", metavar=_("NAME"), help=_("person who received it; default: the user of this machine"))


def returns_of(args: argparse.Namespace) -> dict[str, Any]:
    """Return the values of those options as the fields of a ReturnsRequest."""
    options = vars(args)
    return {
        "root": root_of(args),
        "database": args.database,
        "dispatch": args.dispatch,
        "received": options.get("received") or "",
        "who": person_of(args),
    }


def person_of(args: argparse.Namespace) -> str:
    """Return who acts: as given, else the user of this machine."""
    return str(vars(args).get("who") or _user())[:200]


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
