"""Entry point: parse the arguments, call the command, return the exit code. Imports only what help, version and a no-op
need.
"""

from __future__ import annotations

import argparse
import gc
import gettext
import importlib
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

from congvan import __version__
from congvan.core.bootstrap import signals
from congvan.core.bootstrap.root import project_root, stated_language
from congvan.core.bootstrap.standard_output import UnwritableOutput, discard_output, write_out
from congvan.core.i18n import FOLDER, LANGUAGES, _, program, using_language

FORMATS = ("text", "json")
HELP = ("-h", "--help")
_COLLECT_AFTER = (20_000, 20, 50)  # new objects: most of those that a command makes at its start stay to its end
TYPE_CHECKING = False  # typing's, which takes longer to import than all the rest of a help
if TYPE_CHECKING:
    from typing import Any, NoReturn


def commands() -> dict[str, tuple[str, str]]:
    """Return every command: the module of cli/ with its `add_NAME` (options) and `run_NAME`, and its description."""
    return {
        "build": ("build", _("Build the documents of all or of the given dispatches into outputs/.")),
        "number": ("project", _("Store the number and the date of a dispatch in its data file.")),
        "serve": ("serve", _("Open the clerk's page in the browser: write, see, build, print, collect.")),
        "validate": ("project", _("Check data and templates against each other; nothing is written.")),
        "template": ("templates", _("Check a template, list what may be written in it, replace it by an edited one.")),
        "preview": ("templates", _("Show the pages of one record of a template while it is edited.")),
        "print": ("printing", _("Bind built PDFs into files for the printer, with their sheets, sides and copies.")),
        "reprint": ("printing", _("Make a file of some pages that were spoilt in printing.")),
        "verify": ("project", _("Compare every file in outputs/ with the manifest, and open it.")),
        "init": ("project", _("Start a new folder: a small project of your own, or a whole sample.")),
        "new": ("project", _("Start a new dispatch: a commented draft of any of the 29 kinds.")),
        "check": ("check", _("Check finished documents of any origin against Decree 30/2020/NĐ-CP.")),
        "explain": ("check", _("Show a rule of the decree: its clause, with right and wrong examples.")),
        "collect": ("returns", _("Read returned forms from a folder and store their contents.")),
        "status": ("status", _("Show who has answered, form by form: a matrix, what is missing, whom to call.")),
        "report": ("returns", _("Enter an answer received by telephone or letter.")),
        "withdraw": ("decisions", _("Leave out an answer, a row, its arrival or its number; or let it count again.")),
        "correct": ("decisions", _("Correct cells of an answer, its arrival, its number; or decide that it counts.")),
        "reassign": ("decisions", _("Say whose answer it is, and for which period.")),
        "close": ("decisions", _("Close the figures of a form and period, so that its paper keeps them.")),
        "import": ("returns", _("Take a list from an Excel or CSV file into data/lists/.")),
        "assign": ("returns", _("Propose who of the people named on forms goes to which post.")),
        "merge": ("merging", _("Merge an Excel or CSV list and a template: a file of each row, without a project.")),
        "help": ("manual", _("Read the manual: a page, or the options of a command.")),
        "backup": ("backup", _("Back up the office's database into one file, even while it is in use.")),
        "restore": ("backup", _("Restore the office's database from a backup; the current one is kept.")),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (see README: 0 done … 130 interrupted). Never prints a traceback."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    harden_streams()
    with using_language(language_of(arguments)), signals.signals_as_exceptions() as received:
        try:
            code = run(arguments)
            write_out("", end="", flush=True)
        except KeyboardInterrupt:
            code = 130
        except SystemExit as end:
            if not received:
                raise
            code = int(end.code or 0)
        except BrokenPipeError:
            discard_output()
            return 0
        except UnwritableOutput as fault:
            code = report_unwritable(fault)
        except Exception as error:
            code = 128 + received[0] if received else report_bug(error)
        if received and code:  # a library may have turned the signal into its own error
            code = 128 + received[0]
            with suppress(OSError):  # the terminal may be gone
                print(_("interrupted; outputs/ contains no incomplete files"), file=sys.stderr)
        return code


def harden_streams() -> None:
    """Escape unencodable characters; replace closed streams by os.devnull."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open to the end of the run
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def language_of(arguments: Sequence[str]) -> str:
    """Return the language of a run: `--lang`, else CONGVAN_LANG, else the project's, else the locale's; argparse's own
    texts are translated too.
    """
    local = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    language = "vi" if local.startswith("vi") else "en"
    for chosen in (_value(arguments, "--lang"), os.environ.get("CONGVAN_LANG", ""), _project_language(arguments)):
        if chosen in LANGUAGES:
            language = chosen
            break
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("words", FOLDER)
    gettext.textdomain("words")
    return language


def _project_language(arguments: Sequence[str]) -> str:
    """Return the language that the project of a run states; "" if none, or if there is no current folder."""
    try:
        return stated_language(project_root(_value(arguments, "--root") or None))
    except OSError:
        return ""


def _value(arguments: Sequence[str], option: str) -> str:
    """Return the value of an option before parsing: `--lang vi` or `--lang=vi`."""
    following = [after for word, after in pairwise(arguments) if word == option]
    return next(iter(following), "") or next((w.partition("=")[2] for w in arguments if w.startswith(f"{option}=")), "")


def run(arguments: list[str]) -> int:
    """Parse the arguments and run the command."""
    if "--version" in arguments and not any(word in HELP for word in arguments):
        write_out(f"congvan {__version__}")
        return 0
    args = parse(arguments)
    if args.command == "build":
        from congvan.core.bootstrap import no_op

        exit_code = no_op.replay(args)
        if exit_code is not None:
            return exit_code
    return run_command(args, arguments)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Parse the arguments into options with `command` and its `run`. The first argument that is no option names the
    command; the default is build. Exits after help and on invalid arguments.
    """
    parser = Parser(prog=program(), for_programs=_value(arguments, "--format") == "json")
    parser.add_common()
    parser.format.choices = (*FORMATS, "sarif")
    _common, rest = parser.parse_known_args([word for word in arguments if word not in HELP])
    subparsers = parser.add_subparsers(dest="command", prog=program(), parser_class=Command)
    parsers = {
        name: subparsers.add_parser(name, module=module, description=about, for_programs=parser.for_programs)
        for name, (module, about) in commands().items()
    }
    named = bool(rest) and rest[0] in parsers
    if any(word in HELP for word in arguments):
        write_out(parsers[rest[0]].completed().format_help() if named else overview(parsers), end="", flush=True)
        raise SystemExit(0)
    args = parser.parse_args(arguments if named else ["build", *arguments])
    chosen = parsers[args.command]
    if args.format not in (chosen.format.choices or ()):  # given before the command
        message = _("invalid choice: %(value)r (choose from %(choices)s)")
        chosen.error(message % {"value": args.format, "choices": ", ".join(FORMATS)})
    return args


def overview(parsers: dict[str, Command]) -> str:
    """Return the general help: build's options and the list of commands."""
    build = parsers["build"].completed()
    build.prog = program()
    build.formatter_class = RawFormatter
    lines = "\n".join(f"  {name:<10} {command.description}" for name, command in parsers.items())
    command_help = _("Each command has its own help: {program} COMMAND --help").format(program=program())
    build.epilog = f"{_('commands')}:\n{lines}\n\n{command_help}"
    return build.format_help()


def run_command(args: argparse.Namespace, arguments: Sequence[str]) -> int:
    """Run a command and print its outcome; ProblemsFound outside the act becomes an outcome too."""
    gc.set_threshold(*_COLLECT_AFTER)
    validate_without_plugins()
    from congvan.cli.mistyped import refuse_mistyped
    from congvan.cli.options import root_of
    from congvan.cli.output import Reporter
    from congvan.core.bootstrap.environment import ensure_environment
    from congvan.core.job import Outcome
    from congvan.core.problems import ProblemsFound

    style = "json" if args.format != "text" else "text"
    reporter = Reporter(style, quiet=args.quiet, verbose=args.verbose, color=not args.no_color)
    try:
        if args.root is None:
            require_current_folder()
        if args.command == "build" and args.documents and "build" not in arguments:
            refuse_mistyped(args.documents[0], commands(), root_of(args))
        ensure_environment()
        outcome: Outcome = args.run(args, reporter)
    except ProblemsFound as stop:
        outcome = Outcome(args.command, problems=list(stop.problems), exit_code=stop.exit_code)
    reporter.print_outcome(outcome)
    return int(outcome.exit_code)


def require_current_folder() -> None:
    """Raise `EnvironmentFault` if the current folder is no longer there: a project is looked for from it upwards."""
    from congvan.core.messages import Message
    from congvan.core.problems import EnvironmentFault, Problem

    try:
        os.getcwd()
    except OSError:
        raise EnvironmentFault(Problem(Message("folder-gone"), remedy=Message("folder-gone.hint"))) from None


def validate_without_plugins() -> None:
    """Have pydantic look for no plugins in this process: what is validated depends on this program alone.

    Why by its module: to import it, with the reader of all metadata, takes longer than a letter's content.
    """
    no_plugins: Any = type(sys)("pydantic.plugin._loader")
    no_plugins.get_plugins = tuple
    sys.modules.setdefault(no_plugins.__name__, no_plugins)


def report_unwritable(fault: UnwritableOutput) -> int:
    """Say why what is printed can't be written; return 4. What is still to be printed goes nowhere."""
    from congvan.core.problems import reason_of

    discard_output()
    why = reason_of(fault.__cause__) if isinstance(fault.__cause__, OSError) else ""
    print(_("cannot write what is printed: {why}").format(why=why), file=sys.stderr)
    return 4


def report_bug(error: BaseException) -> int:
    """Handle an internal error: write the traceback to a file without personal data and print one sentence; where no
    file can be written, print the traceback's last lines instead.
    """
    import tempfile
    import traceback

    from congvan.core.privacy import mask_phones

    frames = [f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    lines = [f"congvan {__version__}, Python {sys.version.split()[0]}", type(error).__name__, *frames]
    try:
        with tempfile.NamedTemporaryFile("w", prefix="congvan-", suffix=".log", delete=False, encoding="utf-8") as log:
            log.writelines(f"{line}\n" for line in lines)
        where = log.name
    except OSError:
        where = " < ".join(reversed(lines[-3:]))
    message = _("internal error in congvan ({kind}); please send the file {log} to the maintainer")
    print(mask_phones(message.format(kind=type(error).__name__, log=where)), file=sys.stderr)
    return 70


class Formatter(argparse.HelpFormatter):
    """Help formatter with the width of COLUMNS, else 80: asking the terminal would import an archive library."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=max(40, int(columns) if columns.isdecimal() and len(columns) < 5 else 80) - 2)


class RawFormatter(Formatter, argparse.RawDescriptionHelpFormatter):
    """Help formatter that keeps the list of commands unwrapped."""


class Parser(argparse.ArgumentParser):
    """Argument parser whose errors name a remedy, printed as one JSON object if requested."""

    def __init__(self, *, for_programs: bool, **more: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=Formatter, **more)
        self.for_programs = for_programs

    def add_common(self, **more: Any) -> None:
        """Add the options of every command."""
        add = self.add_argument
        add("--root", metavar=_("FOLDER"), help=_("folder with data/ and templates/"), **more)
        add("--lang", choices=LANGUAGES, help=_("language of messages"), **more)
        help_text = _("output format; json is for programs")
        self.format = add("--format", choices=FORMATS, help=help_text, **({"default": "text"} | more))
        add("-q", "--quiet", action="store_true", help=_("report errors only"), **more)
        add("-v", "--verbose", action="store_true", help=_("list every file"), **more)
        add("--no-color", action="store_true", help=_("no colours"), **more)

    def error(self, message: str) -> NoReturn:
        hint = f"{_('see')} {self.prog} --help"
        if self.for_programs:
            import json

            from congvan.core.job import Outcome
            from congvan.core.messages import Message
            from congvan.core.outcome_json import as_json
            from congvan.core.problems import Problem

            problem = Problem(Message("usage-arguments", why=message, program=self.prog))
            outcome = Outcome(self.prog.split()[-1], problems=[problem], exit_code=2)
            write_out(json.dumps(as_json(outcome), ensure_ascii=False, indent=2), flush=True)
        else:
            print(f"{self.prog}: {message}\n    → {hint}", file=sys.stderr)
        raise SystemExit(2)


class Command(Parser):
    """Parser of one command; its module is imported and adds its options when the command is chosen."""

    def __init__(self, *, module: str, **more: Any) -> None:
        super().__init__(**more)
        self.module = module
        self._is_completed = False

    def completed(self) -> Command:
        """Add the options and return the parser."""
        self.add_common(default=argparse.SUPPRESS)  # options before the command name are already parsed
        self.add_argument("-h", "--help", action="help", help=_("show this help"))
        module, name = importlib.import_module(f"congvan.cli.{self.module}"), self.prog.split()[-1]
        getattr(module, f"add_{name}", lambda _parser: None)(self)
        self.set_defaults(run=getattr(module, f"run_{name}"))
        return self

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._is_completed:  # by the second try below
            return super().parse_known_args(args, namespace)
        self._is_completed = True
        self.completed()
        parsed, unknown = super().parse_known_args(args, namespace)
        if unknown and not any(word.startswith("-") for word in unknown):  # words on both sides of an option
            parsed, unknown = self.parse_known_intermixed_args(args, namespace)
        if unknown:
            self.error(_("unrecognized arguments: %s") % " ".join(unknown))
        return parsed, unknown
