"""The table of acts: every act that congvan performs, callable by a button, by a program and by its command.

A row is all that an act needs to be reached by `/viec/<id>`, by `/api/acts/<id>` and to show its command. The fields of
a request that the server gives itself (the project's folder, the database) are no fields of forms or JSON.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress
from congvan.editing.drafting.starting import STARTERS
from congvan.publishing.manifest import OUTPUTS
from congvan.web.settings import Settings

Given = Callable[[Settings], Any]
SERVER: Mapping[str, Given] = {"root": lambda settings: settings.root}
HIDDEN = frozenset(("database", "cluster", "workers"))
SAME = "."
_RETURNS = (("dispatch", "--dispatch"),)
_ARRIVAL, _REASON = (("received", "--received"),), (("reason", "--reason"),)


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act.

    id        its name in addresses: “build”, “template-check”
    act       where the function is; `request`: where its request is
    command   the words of the command before its options; "" for acts of pages and programs alone
    options   fields of the request and how the command line takes each: "" for a plain word, "--dispatch";
              with a ! before it: an option that says no
    heavy     whether it runs in a child process
    given     fields that the server gives; `hidden`: fields that keep their defaults
    paths     fields with files: relative ones lie in the project
    after     the screen to go to when the act of a button succeeded; fields of the act fill its address; SAME: that
              of the button, read again
    """

    id: str
    act: str
    request: str
    command: str
    options: tuple[tuple[str, str], ...] = ()
    heavy: bool = False
    given: Mapping[str, Given] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()
    after: str = ""

    @property
    def example(self) -> Mapping[str, Any]:
        """Values as JSON, of the sample project; run by a test on it. {} for an act that needs none."""
        return _examples().get(self.id, {})

    @property
    def summary(self) -> str:
        """The first line of the act's documentation."""
        return (function_of(self).__doc__ or "").strip().partition("\n\n")[0].replace("\n    ", " ")


@cache
def _examples() -> Mapping[str, Mapping[str, Any]]:
    """Return the examples of all acts by id: they lie beside the samples, whose names they have."""
    return dict(json.loads((STARTERS / "examples.json").read_text("utf-8")))


def _today(_settings: Settings) -> datetime.date:
    return datetime.date.today()


def _outputs(settings: Settings) -> Path:
    return settings.root / OUTPUTS


def _cache(settings: Settings) -> Path | None:
    from congvan.core.cache import FOLDER

    return settings.root / FOLDER if (settings.root / "data").is_dir() else None


def _left_out(settings: Settings) -> Mapping[str, str]:
    from congvan.core.problems import ProblemsFound, UsageError
    from congvan.model.loader import load_left_out

    try:
        return load_left_out(settings.root)
    except ProblemsFound as stop:
        raise UsageError(stop.problems) from None


def _page_act(identifier: str, function: str, request: str, room: str = "congvan.editing", **more: Any) -> ActRow:
    """Return the row of an act of pages and programs alone: of editing, or of another room."""
    place = f"{room}.{function}"
    return ActRow(identifier, place, f"{place.partition(':')[0]}:{request}", "", **more)


ACTS: tuple[ActRow, ...] = (
    ActRow(
        "build",
        "congvan.pipeline.build:build",
        "congvan.pipeline.request:BuildRequest",
        "build",
        (
            ("selection.documents", ""),
            ("selection.dispatches", "--dispatch"),
            ("selection.where", "--where"),
            ("selection.formats", "--only"),
            ("selection.edition", "--edition"),
            ("selection.outlines", "--outlines"),
            ("number", "--number"),
            ("date", "--date"),
            ("dry_run", "--dry-run"),
            ("rebuild", "--rebuild"),
            ("force", "--force"),
            ("keep_going", "--keep-going"),
        ),
        hidden=frozenset(("lists",)),
        heavy=True,
    ),
    ActRow(
        "validate",
        "congvan.pipeline.validate:validate",
        "congvan.pipeline.validate:ValidateRequest",
        "validate",
        heavy=True,
    ),
    ActRow(
        "template-check",
        "congvan.pipeline.template_check:check_template",
        "congvan.pipeline.template_check:TemplateCheckRequest",
        "template check",
        (("template", ""), ("document", "--document")),
        heavy=True,
    ),
    ActRow(
        "replace-template",
        "congvan.editing.drafting.template_exchange:replace_template",
        "congvan.editing.drafting.template_exchange:ReplaceTemplateRequest",
        "template replace",
        (("template", ""), ("file", ""), ("undo", "--undo")),
        paths=("file",),
    ),
    ActRow(
        "template-names",
        "congvan.pipeline.template_names:template_names",
        "congvan.pipeline.template_names:TemplateNamesRequest",
        "template names",
        (("document", ""),),
    ),
    ActRow(
        "preview",
        "congvan.pipeline.previews.preview:preview",
        "congvan.pipeline.previews.preview:PreviewRequest",
        "preview",
        (("template", ""), ("record", "--record"), ("document", "--document"), ("dpi", "--dpi")),
        heavy=True,
        hidden=frozenset(("folder",)),
    ),
    ActRow(
        "verify",
        "congvan.pipeline.verify:verify",
        "congvan.pipeline.verify:VerifyRequest",
        "verify",
        (("open", "--open"),),
        heavy=True,
        given={"outputs": _outputs},
    ),
    ActRow(
        "number",
        "congvan.editing.drafting.number:number",
        "congvan.editing.drafting.number:NumberRequest",
        "number",
        (("number", ""), ("date", "--date"), ("dispatch", "--dispatch")),
    ),
    ActRow(
        "init",
        "congvan.editing.drafting.scaffolding:init",
        "congvan.editing.drafting.scaffolding:InitRequest",
        "init .",
        (
            ("sample", "--sample"),
            ("office.agency", "--agency"),
            ("office.parent", "--parent"),
            ("office.abbreviation", "--abbreviation"),
            ("office.place", "--place"),
            ("office.signer", "--signer"),
            ("office.title", "--title"),
        ),
        given={"folder": SERVER["root"], "today": _today},
        after="/",
    ),
    ActRow(
        "new",
        "congvan.editing.drafting.scaffolding:new",
        "congvan.editing.drafting.scaffolding:NewRequest",
        "new",
        (("name", ""), ("kind", "--kind"), ("subject", "--subject"), ("source", "--from"), ("relation", "--as")),
        given={"today": _today},
        after="/van-ban-di/{name}/noi-dung",
    ),
    ActRow(
        "check",
        "congvan.nd30.acts:check",
        "congvan.nd30.acts:CheckRequest",
        "check",
        (
            ("files", ""),
            ("profile", "--profile"),
            ("fail_on", "--fail-on"),
            ("notes", "--annotate"),
            ("report", "--report"),
        ),
        heavy=True,
        given={"form": lambda _settings: "json", "cache": _cache, "left_out": _left_out},
        hidden=frozenset(("quiet", "pictures")),
        paths=("files", "notes", "report"),
    ),
    ActRow("explain", "congvan.nd30.acts:explain", "congvan.nd30.acts:ExplainRequest", "explain", (("rule", ""),)),
    ActRow(
        "backup",
        "congvan.returns.ledger.backup:backup",
        "congvan.returns.ledger.backup:BackupRequest",
        "backup",
        (("file", ""), ("force", "--force")),
        heavy=True,
        paths=("file",),
    ),
    ActRow(
        "restore",
        "congvan.returns.ledger.backup:restore",
        "congvan.returns.ledger.backup:RestoreRequest",
        "restore",
        (("file", ""), ("force", "--force")),
        heavy=True,
        paths=("file",),
    ),
    ActRow(
        "print",
        "congvan.pipeline.printing.printing:print_files",
        "congvan.pipeline.printing.printing:PrintRequest",
        "print",
        (
            ("files", ""),
            ("dispatch", "--dispatch"),
            ("sheets", "--sheets"),
            ("copies", "--copies"),
            ("two_sided", "!--one-sided"),
            ("update", "--update"),
        ),
        heavy=True,
    ),
    ActRow(
        "reprint",
        "congvan.pipeline.printing.printing:reprint",
        "congvan.pipeline.printing.printing:ReprintRequest",
        "reprint",
        (("job", ""), ("first", ""), ("last", "")),
    ),
    ActRow(
        "collect",
        "congvan.returns.collecting:collect",
        "congvan.returns.collecting:CollectRequest",
        "collect",
        (("inboxes", ""), ("register", "--register"), ("scan", "--typed-from"), *_ARRIVAL, *_RETURNS),
        heavy=True,
        hidden=frozenset(("names", "columns", "look")),
    ),
    ActRow(
        "status",
        "congvan.returns.overview:status",
        "congvan.returns.overview:StatusRequest",
        "status",
        (("form", "--form"), ("history", "--history"), *_RETURNS),
        hidden=frozenset(("received", "who")),
    ),
    ActRow(
        "report",
        "congvan.returns.entering:report",
        "congvan.returns.entering:ReportRequest",
        "report",
        (
            ("form", ""),
            ("items", ""),
            ("nil", "--nil"),
            ("over_rows", "--over-rows"),
            ("letter", "--letter"),
            ("scan", "--typed-from"),
            *_ARRIVAL,
            *_RETURNS,
        ),
    ),
    ActRow(
        "assign",
        "congvan.returns.entering:assign",
        "congvan.returns.entering:AssignRequest",
        "assign",
        (("assignment", ""), ("fix", "--fix"), ("free", "--free"), *_RETURNS),
        hidden=frozenset(("received",)),
    ),
    ActRow(
        "withdraw",
        "congvan.returns.decisions:withdraw",
        "congvan.returns.decisions:WithdrawRequest",
        "withdraw",
        (("file", ""), ("what", "--what"), ("row", "--row"), ("undo", "--undo"), *_REASON, *_RETURNS),
        hidden=frozenset(("received",)),
    ),
    ActRow(
        "correct",
        "congvan.returns.decisions:correct",
        "congvan.returns.decisions:CorrectRequest",
        "correct",
        (
            ("file", ""),
            ("cells", ""),
            ("register", "--register"),
            ("accept", "--accept"),
            ("undo", "--undo"),
            *_ARRIVAL,
            *_REASON,
            *_RETURNS,
        ),
    ),
    ActRow(
        "reassign",
        "congvan.returns.decisions:reassign",
        "congvan.returns.decisions:ReassignRequest",
        "reassign",
        (("file", ""), ("keys", ""), ("form", "--form"), ("undo", "--undo"), *_REASON, *_RETURNS),
        hidden=frozenset(("received",)),
    ),
    ActRow(
        "close",
        "congvan.returns.decisions:close",
        "congvan.returns.decisions:CloseRequest",
        "close",
        (("form", ""), ("period", ""), ("undo", "--undo"), *_REASON, *_RETURNS),
        hidden=frozenset(("received",)),
    ),
    ActRow(
        "import",
        "congvan.editing.drafting.list_import:import_list",
        "congvan.editing.drafting.list_import:ImportListRequest",
        "import",
        (("listed", ""), ("file", ""), ("undo", "--undo")),
        heavy=True,
        paths=("file",),
    ),
    ActRow(
        "compare",
        "congvan.editing.comparing:compare",
        "congvan.editing.comparing:CompareRequest",
        "import --dry-run",
        (("listed", ""), ("file", "")),
        heavy=True,
        paths=("file",),
    ),
    _page_act("reopen", "issued:reopen", "ReopenRequest", room="congvan.editing.drafting", after=SAME),
    _page_act("new-list", "whole_files.new_list:new_list", "NewListRequest", after="/danh-ba/{listed}"),
    _page_act("new-signs", "whole_files.new_signs:new_signs", "NewSignsRequest", after="/cai-dat/bien/{signs}"),
    _page_act("add-reminder", "whole_files.reminder:add_reminder", "ReminderRequest", after=SAME),
    _page_act("pdf-maker", "whole_files.pdf_maker:pdf_maker", "PdfMakerRequest", after=SAME),
    _page_act("save", "saving:save", "SaveRequest"),
    _page_act("add", "entries:add", "AddRequest"),
    _page_act("move", "entries:move", "MoveRequest"),
    _page_act("remove", "entries:remove", "RemoveRequest"),
    _page_act("discard", "whole_files.lifecycle:discard", "DiscardRequest"),
    _page_act("undo", "undoing:undo", "UndoRequest"),
    _page_act("keep", "drafts:keep", "KeepRequest"),
    _page_act("paste", "pasting:paste", "PasteRequest", paths=("file",)),
    _page_act("take", "pasting:take", "TakeRequest"),
    _page_act("follow", "renaming:follow", "FollowRequest"),
)
BY_ID = {row.id: row for row in ACTS}


def function_of(row: ActRow) -> Callable[[Any, Progress], Outcome]:
    """Return the act itself."""
    function: Callable[[Any, Progress], Outcome] = _named(row.act)
    return function


def request_type(row: ActRow) -> type:
    """Return the dataclass of its request."""
    found: type = _named(row.request)
    return found


def _named(place: str) -> Any:
    module, _colon, name = place.partition(":")
    return getattr(import_module(module), name)
