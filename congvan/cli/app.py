"""Words → calls → exit code; no logic, and nothing imported here that help, version or a no-op do not need."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise

from congvan import __version__
from congvan.bootstrap import signals
from congvan.cli import backup, restore, returns_options
from congvan.i18n import LANGUAGES, _, ngettext, program, use_language

COMMANDS = (
    *("build", "number", "validate", "verify", "init", "new", "check", "explain"),
    *(*returns_options.COMMANDS, "backup", "restore"),
)
FORMATS = ("text", "json")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (see README: 0 done … 130 interrupted). Never shows a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    steady()
    speak(words)
    with signals.watched() as came:
        try:
            code = run(words)
        except KeyboardInterrupt:
            code = 130
        except SystemExit as end:
            if not came:
                raise
            code = int(end.code or 0)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Exception as error:
            code = 128 + came[0] if came else bug(error)
        if came and code:  # a library may have turned the signal into an error of its own
            code = 128 + came[0]
            print(_("interrupted; outputs/ holds old or new files, none half written"), file=sys.stderr)
        return code


def steady() -> None:
    """A terminal that can't show a letter shows its code instead; an output that was closed takes all in silence."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open to the end of the run
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def speak(words: Sequence[str]) -> None:
    """Choose the language: `--lang`, else the locale's; argparse's own words come from the same catalogue."""
    chosen = next((b for a, b in pairwise(words) if a == "--lang"), "")
    chosen = chosen or next((word[7:] for word in words if word.startswith("--lang=")), "")
    local = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    language = chosen if chosen in LANGUAGES else ("vi" if local.startswith("vi") else "en")
    use_language(language)
    os.environ["LANGUAGE"] = language
    argparse._ = _  # type: ignore[attr-defined]  # what argparse took from gettext
    argparse.ngettext = ngettext  # type: ignore[attr-defined]  # the same


def run(words: list[str]) -> int:
    """Parse and call; the first word that is no option names the command, without one it is build."""
    Parser.for_programs = "--format=json" in words or ("--format", "json") in pairwise(words)
    options = common()
    anything = common((*FORMATS, "sarif"))
    _given, rest = anything.parse_known_args([word for word in words if word not in ("-h", "--help")])
    command = rest[0] if rest and rest[0] in COMMANDS else ""
    wants_help = any(word in ("-h", "--help") for word in words)
    if wants_help and not command:
        print(everything(options).format_help(), end="")
        return 0
    if "--version" in words:
        print(f"congvan {__version__}")
        return 0
    parser = PARSERS[command or "build"](options)
    parsed = parser.parse_args(_without(command, words))
    if not command or command == "build":
        from congvan.bootstrap import no_op

        told = no_op.answer(parsed)
        if told is not None:
            return told
    from congvan.cli import commands

    return commands.call(command or "build", parsed)


def _without(command: str, words: list[str]) -> list[str]:
    """The words without the command itself; a folder may have its name (`--root check`)."""
    values = ("--root", "--lang", "--format")
    for i, word in enumerate(words):
        if word == command and (i == 0 or words[i - 1] not in values):
            return words[:i] + words[i + 1 :]
    return words


def bug(error: BaseException) -> int:
    """A mistake of ours: the traceback goes into a file without personal data, the terminal gets one sentence."""
    import tempfile
    import traceback

    from congvan.privacy import mask_phones

    with tempfile.NamedTemporaryFile("w", prefix="congvan-", suffix=".log", delete=False, encoding="utf-8") as log:
        frames = traceback.extract_tb(error.__traceback__)
        log.write(f"congvan {__version__}, Python {sys.version.split()[0]}\n{type(error).__name__}\n")
        log.writelines(f"{os.path.basename(f.filename)}:{f.lineno} {f.name}\n" for f in frames)
    message = _("this is a mistake in congvan ({kind}); please send the file {log} to whoever looks after it")
    print(mask_phones(message.format(kind=type(error).__name__, log=log.name)), file=sys.stderr)
    return 70


class Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal says in COLUMNS, else 80: to ask the terminal would import a library of archives."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=max(40, int(columns) if columns.isdecimal() and len(columns) < 5 else 80) - 2)


class RawFormatter(Formatter, argparse.RawDescriptionHelpFormatter):
    """The same, which leaves the list of commands as it is."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors name the remedy, and are one JSON object where that was asked for."""

    for_programs = False

    def error(self, message: str) -> None:  # type: ignore[override]  # NoReturn: typing is not imported for --help
        hint = f"{_('see')} {self.prog} --help"
        if Parser.for_programs:
            import json

            from congvan.cli.output import as_json
            from congvan.job import Outcome
            from congvan.problems import Problem

            outcome = Outcome(self.prog.split()[-1], problems=[Problem("usage-words", message, hint=hint)], exit_code=2)
            print(json.dumps(as_json(outcome), ensure_ascii=False, indent=2))
        else:
            print(f"{self.prog}: {message}\n    → {hint}", file=sys.stderr)
        raise SystemExit(2)


def processes(text: str) -> int:
    """The number of `-j`; 0 leaves it to the program."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise argparse.ArgumentTypeError(_("“{text}” is no number of processes").format(text=text))
    return int(text)


def _with_jobs(parser: Parser) -> None:
    told = _("processes to work with; default: as many as pay off")
    parser.add_argument("-j", "--jobs", type=processes, default=0, metavar="N", help=told)


def common(formats: Sequence[str] = FORMATS) -> Parser:
    """The options that every command knows."""
    parser = Parser(prog=program(), add_help=False, allow_abbrev=False, formatter_class=Formatter)
    parser.add_argument("--root", default=None, metavar=_("FOLDER"), help=_("folder with data/ and templates/"))
    parser.add_argument("--lang", choices=LANGUAGES, help=_("language of messages"))
    parser.add_argument("--format", choices=formats, default="text", help=_("how to report; json is for programs"))
    parser.add_argument("-q", "--quiet", action="store_true", help=_("report errors only"))
    parser.add_argument("-v", "--verbose", action="store_true", help=_("list every file"))
    parser.add_argument("--no-color", action="store_true", help=_("no colours"))
    return parser


def _parser(options: Parser, name: str, description: str) -> Parser:
    prog = f"{program()} {name}"
    parser = Parser(
        prog=prog, parents=[options], description=description, add_help=False, allow_abbrev=False,
        formatter_class=Formatter,
    )  # fmt: skip
    parser.add_argument("-h", "--help", action="help", help=_("show this help"))
    return parser


def build(options: Parser) -> Parser:
    parser = _parser(
        options, "build", _("Build the documents of all dispatches into outputs/, or those that are named.")
    )
    add = parser.add_argument
    add(
        "documents",
        nargs="*",
        metavar=_("DOCUMENT"),
        help=_("id of a document or folder: letter, letters, rosters, packs"),
    )
    add("--dispatch", action="append", default=[], metavar=_("ID"), help=_("only this dispatch; may be repeated"))
    add(
        "--where",
        action="append",
        default=[],
        metavar=_("NAME=ID"),
        help=_("only these records: district=cao-loc; may be repeated"),
    )
    add("--only", action="append", default=[], metavar=_("FORMAT"), help=_("only docx, pdf or xlsx; may be repeated"))
    add(
        "--edition",
        default="corrected",
        choices=("corrected", "as-issued"),
        help=_("the corrected text, or word for word as issued"),
    )
    add("--number", metavar="N", help=_("number of the dispatch, for this run"))
    add("--date", metavar=_("YYYY-MM-DD"), help=_("date of issue, for this run"))
    add("-n", "--dry-run", action="store_true", help=_("list what would be written and why; write nothing"))
    add("-F", "--rebuild", action="store_true", help=_("build everything anew, whatever has not changed"))
    add("--force", action="store_true", help=_("replace files that were edited by hand (each is kept as .bak)"))
    add("--keep-going", action="store_true", help=_("publish what could be made although some records failed"))
    _with_jobs(parser)
    add("--database", metavar=_("URL"), help=_("where what came back is kept; default: the file office.db"))
    add("--cluster", metavar=_("ADDRESS"), help=_("address of a Dask scheduler to render on"))
    add("--outlines", action="store_true", help=_("signs with text as outlines, beside the ordinary ones"))
    return parser


def number(options: Parser) -> Parser:
    parser = _parser(options, "number", _("Store the number and the date of a dispatch in its data file."))
    parser.add_argument("number", metavar="N", help=_("the number, or “blank”"))
    parser.add_argument("--date", metavar=_("YYYY-MM-DD"), help=_("date of issue"))
    parser.add_argument("--dispatch", metavar=_("ID"), help=_("which dispatch, where there are several"))
    return parser


def validate(options: Parser) -> Parser:
    return _parser(options, "validate", _("Check data and templates against each other; nothing is written."))


def verify(options: Parser) -> Parser:
    return _parser(options, "verify", _("Compare every file in outputs/ with the manifest."))


def init(options: Parser) -> Parser:
    parser = _parser(options, "init", _("Start a new folder with the sample data and templates."))
    parser.add_argument("folder", metavar=_("FOLDER"), help=_("a folder that is new or empty"))
    return parser


def new(options: Parser) -> Parser:
    parser = _parser(options, "new", _("Start a new dispatch: a commented draft of any of the 29 kinds."))
    parser.add_argument("name", metavar=_("NAME"), help=_("id of the dispatch: the name of its file"))
    parser.add_argument("--kind", default="cong-van", metavar=_("KIND"), help=_("thong-bao, quyet-dinh, …"))
    return parser


def check(options: Parser) -> Parser:
    parser = _parser(options, "check", _("Check finished documents, anybody's, against Decree 30/2020/NĐ-CP."))
    add = parser.add_argument
    add("files", nargs="+", metavar=_("FILE"), help=_("DOCX or PDF files, folders, or patterns"))
    add("--profile", default="", metavar=_("NAME"), help=_("the rule set; default: the one in force"))
    add(
        "--fail-on",
        default="error",
        choices=("error", "warning", "note", "never"),
        help=_("exit with 1 at findings of this weight"),
    )
    add("--annotate", metavar=_("FOLDER"), help=_("write a copy of each PDF with the findings as notes"))
    _with_jobs(parser)
    for action in parser._actions:
        if action.dest == "format":
            action.choices = (*FORMATS, "sarif")
    return parser


def explain(options: Parser) -> Parser:
    parser = _parser(options, "explain", _("Show a rule of the decree: its clause, what is right and what is wrong."))
    parser.add_argument("rule", nargs="?", metavar="ND30-…", help=_("id of a rule; without one, all ids"))
    return parser


PARSERS: dict[str, Callable[[Parser], Parser]] = {
    "build": build,
    "number": number,
    "validate": validate,
    "verify": verify,
    "init": init,
    "new": new,
    "check": check,
    "explain": explain,
    **returns_options.parsers(lambda options, name, about: _parser(options, name, about)),
    "backup": lambda options: backup.parser(_parser, options),
    "restore": lambda options: restore.parser(_parser, options),
}


def everything(options: Parser) -> Parser:
    """The help of the whole: build's options, and the other commands."""
    parser = build(options)
    parser.prog = program()
    shared = common()
    others = "\n".join(f"  {name:<10} {PARSERS[name](shared).description}" for name in COMMANDS)
    parser.formatter_class = RawFormatter
    help_of_each = _("Each command has its own help: {program} COMMAND --help").format(program=program())
    parser.epilog = f"{_('commands')}:\n{others}\n\n{help_of_each}"
    return parser
