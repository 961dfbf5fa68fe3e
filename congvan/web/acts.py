"""The table of acts: every act that congvan performs, callable by a button, by a program and by its command.

A row is all that an act needs to be reached by `/viec/<id>`, by `/api/acts/<id>` and to show its command. The fields of
a request that the server gives itself (the project's folder, the database) are no fields of forms or JSON.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from congvan.job import Outcome, Progress
from congvan.publishing.manifest import OUTPUTS
from congvan.web.settings import Settings

Given = Callable[[Settings], Any]
SERVER: Mapping[str, Given] = {"root": lambda settings: settings.root}
HIDDEN = frozenset(("database", "cluster", "workers"))
_RETURNS = (("dispatch", "--dispatch"),)
_ARRIVAL = (("received", "--received"),)
_REASON = (("reason", "--reason"),)


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
    after     the screen to go to when the act of a button succeeded; fields of the act fill its address
    example   values as JSON, run by a test on the sample
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
    example: Mapping[str, Any] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The first line of the act's documentation."""
        return (function_of(self).__doc__ or "").strip().partition("\n\n")[0].replace("\n    ", " ")


def _today(_settings: Settings) -> datetime.date:
    return datetime.date.today()


def _outputs(settings: Settings) -> Path:
    return settings.root / OUTPUTS


def _root(settings: Settings) -> Path:
    return settings.root


def _cache(settings: Settings) -> Path | None:
    from congvan.cache import FOLDER

    return settings.root / FOLDER if (settings.root / "data").is_dir() else None


def _left_out(settings: Settings) -> Mapping[str, str]:
    from congvan.model.loader import load_left_out

    return load_left_out(settings.root)


_AGENCY, _DISPATCH = "data/agency.yaml", "data/dispatches/bluezone-2020.yaml"
_NOTE, _ROWS = "Xem lại Nơi nhận.", "Tên\tĐiện thoại\nNguyễn Văn Mẫu\t0912 345 678"


def _edit(identifier: str, function: str, request: str, **example: Any) -> ActRow:
    """Return the row of an act of editing: of pages and programs alone."""
    room = f"congvan.editing.{function.partition(':')[0]}"
    return ActRow(identifier, f"congvan.editing.{function}", f"{room}:{request}", "", example=example)


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
        heavy=True,
        example={"selection": {"dispatches": ["bluezone-2020"], "documents": ["letter"]}},
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
        example={"template": "templates/van-ban.docx"},
    ),
    ActRow(
        "replace-template",
        "congvan.drafting.template_exchange:replace_template",
        "congvan.drafting.template_exchange:ReplaceTemplateRequest",
        "template replace",
        (("template", ""), ("file", ""), ("undo", "--undo")),
        paths=("file",),
        example={"template": "templates/van-ban.docx", "file": "templates/van-ban.docx"},
    ),
    ActRow(
        "template-names",
        "congvan.pipeline.template_names:template_names",
        "congvan.pipeline.template_names:TemplateNamesRequest",
        "template names",
        (("document", ""),),
        example={"document": "letter"},
    ),
    ActRow(
        "preview",
        "congvan.pipeline.previews.preview:preview",
        "congvan.pipeline.previews.preview:PreviewRequest",
        "preview",
        (("template", ""), ("record", "--record"), ("document", "--document"), ("dpi", "--dpi")),
        heavy=True,
        hidden=frozenset(("folder",)),
        example={"template": "letter", "dpi": 40},
    ),
    ActRow(
        "verify",
        "congvan.publishing.verify:verify",
        "congvan.publishing.verify:VerifyRequest",
        "verify",
        heavy=True,
        given={"outputs": _outputs},
    ),
    ActRow(
        "number",
        "congvan.drafting.number:number",
        "congvan.drafting.number:NumberRequest",
        "number",
        (("number", ""), ("date", "--date"), ("dispatch", "--dispatch")),
        example={"number": "123", "date": "19/8/2020", "dispatch": "bluezone-2020"},
    ),
    ActRow(
        "init",
        "congvan.drafting.scaffolding:init",
        "congvan.drafting.scaffolding:InitRequest",
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
        given={"folder": _root, "today": _today},
        after="/",
        example={"sample": "bluezone-2020"},
    ),
    ActRow(
        "new",
        "congvan.drafting.scaffolding:new",
        "congvan.drafting.scaffolding:NewRequest",
        "new",
        (("name", ""), ("kind", "--kind")),
        given={"today": _today},
        after="/van-ban-di/{name}/noi-dung",
        example={"kind": "thong-bao", "name": "thong-bao-moi"},
    ),
    ActRow(
        "migrate",
        "congvan.drafting.migrate:migrate",
        "congvan.drafting.migrate:MigrateRequest",
        "migrate",
        (("dry_run", "--dry-run"),),
        example={"dry_run": True},
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
        example={"files": ["outputs/bluezone-2020"], "fail_on": "never"},
    ),
    ActRow(
        "explain",
        "congvan.nd30.acts:explain",
        "congvan.nd30.acts:ExplainRequest",
        "explain",
        (("rule", ""),),
        example={"rule": "ND30-BAN-HANH-CASE"},
    ),
    ActRow(
        "backup",
        "congvan.ledger.backup:backup",
        "congvan.ledger.backup:BackupRequest",
        "backup",
        (("file", ""), ("force", "--force")),
        heavy=True,
        paths=("file",),
        example={"file": "office-sao-luu.db"},
    ),
    ActRow(
        "restore",
        "congvan.ledger.backup:restore",
        "congvan.ledger.backup:RestoreRequest",
        "restore",
        (("file", ""),),
        heavy=True,
        paths=("file",),
        example={"file": "office-sao-luu.db"},
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
        ),
        heavy=True,
        example={"dispatch": "bluezone-2020", "files": ["bluezone-2020/letter/cong-van.pdf"], "sheets": 100},
    ),
    ActRow(
        "reprint",
        "congvan.pipeline.printing.printing:reprint",
        "congvan.pipeline.printing.printing:ReprintRequest",
        "reprint",
        (("job", ""), ("first", ""), ("last", "")),
        example={"job": "bluezone-2020-0a1b2c3d/in-1.pdf", "first": 3, "last": 5},
    ),
    ActRow(
        "collect",
        "congvan.returns.collecting:collect",
        "congvan.returns.collecting:CollectRequest",
        "collect",
        (("inboxes", ""), ("register", "--register"), ("scan", "--typed-from"), *_ARRIVAL, *_RETURNS),
        heavy=True,
        hidden=frozenset(("names",)),
        example={"inboxes": ["inbox"]},
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
            ("letter", "--letter"),
            ("scan", "--typed-from"),
            *_ARRIVAL,
            *_RETURNS,
        ),
        example={
            "form": "bao-cao-ngay",
            "items": ["doanh_nghiep=vnpt-lang-son", "ky=2020-08-20", "cao-loc.cai-dat=12"],
        },
    ),
    ActRow(
        "assign",
        "congvan.returns.entering:assign",
        "congvan.returns.entering:AssignRequest",
        "assign",
        (("assignment", ""), ("fix", "--fix"), ("free", "--free"), *_RETURNS),
        hidden=frozenset(("received",)),
        example={},
    ),
    ActRow(
        "withdraw",
        "congvan.returns.decisions:withdraw",
        "congvan.returns.decisions:WithdrawRequest",
        "withdraw",
        (("file", ""), ("what", "--what"), ("row", "--row"), ("undo", "--undo"), *_REASON, *_RETURNS),
        hidden=frozenset(("received",)),
        example={"file": "bieu.xlsx", "reason": "gửi nhầm"},
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
        example={"file": "bieu.xlsx", "cells": ["1.dien-thoai=0912345678"], "reason": "đã hỏi lại"},
    ),
    ActRow(
        "reassign",
        "congvan.returns.decisions:reassign",
        "congvan.returns.decisions:ReassignRequest",
        "reassign",
        (("file", ""), ("keys", ""), ("form", "--form"), *_REASON, *_RETURNS),
        hidden=frozenset(("received",)),
        example={"file": "bieu.xlsx", "keys": ["doanh_nghiep=viettel-lang-son"], "reason": "ghi nhầm đơn vị"},
    ),
    ActRow(
        "close",
        "congvan.returns.decisions:close",
        "congvan.returns.decisions:CloseRequest",
        "close",
        (("form", ""), ("period", ""), ("undo", "--undo"), *_REASON, *_RETURNS),
        hidden=frozenset(("received",)),
        example={"form": "danh-sach"},
    ),
    ActRow(
        "import",
        "congvan.drafting.list_import:import_list",
        "congvan.drafting.list_import:ImportListRequest",
        "import",
        (("listed", ""), ("file", ""), ("undo", "--undo")),
        heavy=True,
        paths=("file",),
        example={"listed": "co-so-y-te", "file": "co-so-y-te.csv"},
    ),
    ActRow(
        "compare",
        "congvan.editing.comparing:compare",
        "congvan.editing.comparing:CompareRequest",
        "import --dry-run",
        (("listed", ""), ("file", "")),
        heavy=True,
        paths=("file",),
        example={"listed": "co-so-y-te", "file": "co-so-y-te.csv"},
    ),
    _edit("save", "saving:save", "SaveRequest", file=_AGENCY, path="/place", old="Lạng Sơn", new="Lạng Sơn"),
    _edit("add", "entries:add", "AddRequest", file=_DISPATCH, path="/notes_to_signer", value=_NOTE, index=0),
    _edit("move", "entries:move", "MoveRequest", file=_DISPATCH, path="/notes_to_signer/0", to=1),
    _edit("remove", "entries:remove", "RemoveRequest", file=_DISPATCH, path="/notes_to_signer/1", old=_NOTE),
    _edit("undo", "undoing:undo", "UndoRequest", file=_DISPATCH),
    _edit("keep", "drafts:keep", "KeepRequest", file=_AGENCY, path="/place", old="Lạng Sơn", text="Lạng"),
    _edit("paste", "pasting:paste", "PasteRequest", listed="dau-moi", text=_ROWS),
    _edit("take", "pasting:take", "TakeRequest", listed="dau-moi", text=_ROWS),
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
