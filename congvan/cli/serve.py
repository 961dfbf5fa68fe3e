"""`serve`: the clerk's page in the browser. The packages that it needs are the extra `congvan[web]`."""

from __future__ import annotations

import argparse
import os

from congvan.cli.options import root_of
from congvan.core.bootstrap.root import stated_language
from congvan.core.i18n import LANGUAGES, _, use_language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome

MODULES = ("fastapi", "h11", "markdown_it", "python_multipart", "uvicorn")
"""One module of each package of the extra `web` in pyproject.toml."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def add_serve(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    help_text = _("port on this machine; default: 8123, or any free one")
    add("--port", type=_port, default=None, metavar="N", help=help_text)
    add("--no-browser", action="store_true", help=_("do not open the browser; the address is printed"))
    add("--host", default=LOOPBACK[0], metavar=_("ADDRESS"), help=_("only this machine: 127.0.0.1"))


def _port(text: str) -> int:
    """Parse a port; 0 means any free one."""
    if not (text.isascii() and text.isdecimal() and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(_("“{text}” is not a port").format(text=text))
    return int(text)


def run_serve(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.core.job import Outcome

    use_language(page_language(args))
    _refuse_others(args.host)
    _require_packages()
    from congvan.web.server import bound, serve
    from congvan.web.settings import PORT, Settings

    listening = bound(PORT if args.port is None else args.port, exactly=bool(args.port))
    token, port = os.environ.get("CONGVAN_TOKEN", ""), listening.getsockname()[1]
    settings = Settings(root_of(args), port, token, page_language(args), warm=True)

    def ready(address: str) -> None:
        reporter.print_line(_("The page is at {address}").format(address=address))
        reporter.print_line(_("That address is good once, for five minutes; the browser opens by itself where it can."))
        reporter.print_line(_("It answers on this machine alone, until Ctrl-C."))

    serve(settings, listening, ready, browser=not args.no_browser)
    return Outcome("serve", remarks=[_("The page has been stopped.")])


def page_language(args: argparse.Namespace) -> str:
    """Return the language of the page: as stated, else English where the machine speaks English, else Vietnamese.

    Why: a machine without a language of its own (C.UTF-8, as WSL has it) says nothing about the clerk.
    """
    stated = (args.lang, os.environ.get("CONGVAN_LANG"), stated_language(str(root_of(args))))
    local = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return next((each for each in stated if each in LANGUAGES), "en" if local.startswith("en") else "vi")


def _refuse_others(host: str) -> None:
    """Raise UsageError for an address that other machines reach."""
    from congvan.core.messages import Message
    from congvan.core.problems import Problem, UsageError

    if host not in LOOPBACK:
        raise UsageError(Problem(Message("serve-host", host=host)))


def _require_packages() -> None:
    """Raise EnvironmentFault, with the line to type, where the extra is not installed."""
    import importlib.util

    from congvan.core.bootstrap.environment import checkout
    from congvan.core.messages import Message
    from congvan.core.problems import EnvironmentFault, Problem

    if all(importlib.util.find_spec(name) for name in MODULES):
        return
    remedy = Message("serve-packages.checkout" if checkout() else "serve-packages.wheel")
    raise EnvironmentFault(Problem(Message("serve-packages"), remedy=remedy))
