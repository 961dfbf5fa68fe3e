"""The words of the commands about what comes back: collect, status, report, import, teams."""

from __future__ import annotations

from congvan.i18n import _

TYPE_CHECKING = False  # typing's, which takes longer to import than all the rest of a help
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Make = Callable[[Any, str, str], Any]


def database(parser: Any) -> None:
    """The option of every command that opens the database."""
    told = _("postgresql://…; default: the file office.db beside data/")
    parser.add_argument("--database", metavar=_("URL"), help=told)


def parsers(make: Make) -> dict[str, Callable[[Any], Any]]:
    """The parser of each command; `make` gives an empty one with the options that all commands know."""

    def with_database(options: Any, name: str, about: str) -> Any:
        parser = make(options, name, about)
        database(parser)
        parser.add_argument("--dispatch", metavar=_("ID"), help=_("which dispatch, where there are several"))
        return parser

    def arrival(parser: Any) -> None:
        parser.add_argument("--received", metavar=_("TIME"), help=_("when it arrived: 2020-08-20 15:30; else unknown"))
        parser.add_argument("--who", metavar=_("NAME"), help=_("who took it in; default: the user of this machine"))

    def collect(options: Any) -> Any:
        parser = with_database(options, "collect", _("Read returned forms from a folder and keep what they say."))
        parser.add_argument("inbox", nargs="+", metavar=_("FOLDER"), help=_("folders or files that came back"))
        parser.add_argument(
            "--register",
            type=int,
            default=0,
            metavar="N",
            help=_("incoming number (số đến) of the first new file; the others follow"),
        )
        parser.add_argument(
            "--typed-from",
            default="",
            metavar=_("SCAN"),
            help=_("the form given here was typed from this scan, which was collected before; both are kept"),
        )
        arrival(parser)
        return parser

    def status(options: Any) -> Any:
        parser = with_database(
            options, "status", _("Show who has answered: districts × enterprises, and daily reports.")
        )
        parser.add_argument("--history", action="store_true", help=_("list everything that came, in its order"))
        return parser

    def report(options: Any) -> Any:
        parser = with_database(options, "report", _("Enter a daily report that came by telephone."))
        parser.add_argument("enterprise", metavar=_("ENTERPRISE"), help=_("id of the enterprise: vnpt-lang-son"))
        parser.add_argument("day", metavar=_("DAY"), help=_("day of the report: 2020-08-21"))
        parser.add_argument("figures", nargs="+", metavar=_("FIELD=VALUE"), help=_("figures: cai_dat=120 huong_dan=45"))
        parser.add_argument("--district", metavar=_("ID"), help=_("figures of this district; default: of all together"))
        arrival(parser)
        return parser

    def import_(options: Any) -> Any:
        parser = with_database(options, "import", _("Take in a list that arrived: the health facilities."))
        parser.add_argument("what", choices=("facilities",), help=_("what the list is of"))
        parser.add_argument("file", metavar=_("FILE"), help=_("an .xlsx, .csv or .yaml file"))
        arrival(parser)
        return parser

    def teams(options: Any) -> Any:
        parser = with_database(options, "teams", _("Propose a team for each health facility; the district decides."))
        parser.add_argument(
            "--fix",
            action="append",
            default=[],
            metavar=_("FACILITY=PHONE"),
            help=_("keep this person on this facility's team; may be repeated"),
        )
        parser.add_argument(
            "--free", action="append", default=[], metavar=_("FACILITY=PHONE"), help=_("give up such a choice")
        )
        parser.add_argument("--who", metavar=_("NAME"), help=_("who decided; default: the user of this machine"))
        return parser

    return {"collect": collect, "status": status, "report": report, "import": import_, "teams": teams}


COMMANDS = ("collect", "status", "report", "import", "teams")
