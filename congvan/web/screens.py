"""The table of screens: a row for each, in the order of the menu and of the work inside a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from congvan.web.facts.project import PaperLine
from congvan.web.views import (
    checking,
    dispatches,
    help_pages,
    list_table,
    lists,
    number,
    office,
    paper,
    printing,
    settings,
    sign_data,
    signage,
    templates,
    today,
)
from congvan.web.views.returns import asking, calls, received, returned, standing, telephone
from congvan.web.visit import Content, Visit


def _always(_paper: PaperLine) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One screen.

    id       its name; its title is the message “screen.<id>”
    path     its address; `{dispatch}` is the id of a paper
    content  the view: gives the plain content of the page
    page     the template below pages/
    menu     the screen whose entry of the menu is marked as the current one
    entry    whether it is in the menu
    step     whether it is a step of a paper; `shown`: of which papers
    within   the step that it is a part of
    """

    id: str
    path: str
    content: Callable[[Visit], Content]
    page: str
    menu: str = ""
    entry: bool = False
    step: bool = False
    shown: Callable[[PaperLine], bool] = _always
    within: str = ""


PAPER = "/van-ban-di/{dispatch}"
BACK = f"{PAPER}/nhan-ve"

SCREENS: tuple[ScreenRow, ...] = (
    ScreenRow("today", "/", today.content, "today.html"),
    ScreenRow("dispatches", "/van-ban-di", dispatches.content, "dispatches.html", menu="dispatches", entry=True),
    ScreenRow("writing", f"{PAPER}/noi-dung", paper.writing, "paper-form.html", menu="dispatches", step=True),
    ScreenRow("recipients", f"{PAPER}/noi-nhan", paper.recipients, "paper-form.html", menu="dispatches", step=True),
    ScreenRow("forms", f"{PAPER}/phu-luc-bieu", paper.forms, "paper-form.html", menu="dispatches", step=True),
    ScreenRow("preview", f"{PAPER}/xem-truoc", paper.preview, "paper-preview.html", menu="dispatches", step=True),
    ScreenRow("number", f"{PAPER}/so-ngay", number.content, "paper-number.html", menu="dispatches", step=True),
    ScreenRow("printing", f"{PAPER}/in", printing.content, "paper-print.html", menu="dispatches", step=True),
    ScreenRow(
        "signage",
        f"{PAPER}/nha-in",
        signage.content,
        "paper-signage.html",
        menu="dispatches",
        step=True,
        shown=lambda each: each.signage,
    ),
    ScreenRow(
        "status",
        BACK,
        standing.content,
        "paper-status.html",
        menu="dispatches",
        step=True,
        shown=lambda each: each.forms > 0,
    ),
    ScreenRow("asking", f"{BACK}/can-hoi", asking.content, "paper-asking.html", "dispatches", within="status"),
    ScreenRow("received", f"{BACK}/da-nhan", received.content, "paper-received.html", "dispatches", within="status"),
    ScreenRow("calls", f"{BACK}/don-doc", calls.content, "paper-calls.html", "dispatches", within="status"),
    ScreenRow(
        "telephone",
        f"{BACK}/dien-thoai",
        telephone.content,
        "paper-telephone.html",
        "dispatches",
        within="status",
    ),
    ScreenRow("returned", "/bieu-nhan-ve", returned.content, "returned.html", menu="returned", entry=True),
    ScreenRow("lists", "/danh-ba", lists.content, "lists.html", menu="lists", entry=True),
    ScreenRow("list", "/danh-ba/{listed}", list_table.content, "list-table.html", menu="lists"),
    ScreenRow("templates", "/mau", templates.content, "templates.html", menu="templates", entry=True),
    ScreenRow("template", "/mau/{template}", templates.one, "template.html", menu="templates"),
    ScreenRow("settings", "/cai-dat", settings.content, "settings.html", menu="settings", entry=True),
    ScreenRow("agency", "/cai-dat/co-quan", office.agency, "data-form.html", menu="settings"),
    ScreenRow("documents", "/cai-dat/tai-lieu", office.documents, "data-form.html", menu="settings"),
    ScreenRow("companion", "/cai-dat/giay-to/{named}", office.companion, "data-form.html", menu="settings"),
    ScreenRow("signs", "/cai-dat/bien/{signs}", sign_data.content, "signs-form.html", menu="settings"),
    ScreenRow("bin", "/cai-dat/da-xoa", office.bin_, "bin.html", menu="settings"),
    ScreenRow("help", "/tro-giup", help_pages.content, "help.html", menu="help", entry=True),
    ScreenRow("help-page", "/tro-giup/{topic}", help_pages.one, "help-page.html", menu="help"),
    ScreenRow("checking", "/kiem-tra", checking.content, "checking.html"),
)
BY_ID = {screen.id: screen for screen in SCREENS}
