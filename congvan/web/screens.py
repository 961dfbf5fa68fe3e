"""The table of screens: a row for each, in the order of the menu and of the work inside a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from congvan.web.project import Paper
from congvan.web.views import checking, dispatches, lists, paper, returned, settings, templates, today
from congvan.web.visit import Content, Visit


def _always(_paper: Paper) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen.

    id       its name; its title is the message “screen.<id>”
    path     its address; `{dispatch}` is the id of a paper
    content  the view: gives the plain content of the page
    page     the template below pages/
    menu     the screen whose entry of the menu is marked as the current one
    entry    whether it stands in the menu
    step     whether it is a step of a paper; `shown`: of which papers
    """

    id: str
    path: str
    content: Callable[[Visit], Content]
    page: str
    menu: str = ""
    entry: bool = False
    step: bool = False
    shown: Callable[[Paper], bool] = _always


PAPER = "/van-ban-di/{dispatch}"

SCREENS: tuple[Screen, ...] = (
    Screen("today", "/", today.content, "today.html"),
    Screen("dispatches", "/van-ban-di", dispatches.content, "dispatches.html", menu="dispatches", entry=True),
    Screen("writing", f"{PAPER}/noi-dung", paper.writing, "paper-facts.html", menu="dispatches", step=True),
    Screen("recipients", f"{PAPER}/noi-nhan", paper.recipients, "paper-facts.html", menu="dispatches", step=True),
    Screen("forms", f"{PAPER}/phu-luc-bieu", paper.forms, "paper-facts.html", menu="dispatches", step=True),
    Screen("preview", f"{PAPER}/xem-truoc", paper.preview, "paper-preview.html", menu="dispatches", step=True),
    Screen("number", f"{PAPER}/so-ngay", paper.number, "paper-number.html", menu="dispatches", step=True),
    Screen("printing", f"{PAPER}/in", paper.printing, "paper-files.html", menu="dispatches", step=True),
    Screen(
        "signage",
        f"{PAPER}/nha-in",
        paper.signage,
        "paper-files.html",
        menu="dispatches",
        step=True,
        shown=lambda each: each.signage,
    ),
    Screen(
        "status",
        f"{PAPER}/nhan-ve",
        paper.status,
        "paper-status.html",
        menu="dispatches",
        step=True,
        shown=lambda each: each.forms > 0,
    ),
    Screen("returned", "/bieu-nhan-ve", returned.content, "returned.html", menu="returned", entry=True),
    Screen("lists", "/danh-ba", lists.content, "lists.html", menu="lists", entry=True),
    Screen("templates", "/mau", templates.content, "templates.html", menu="templates", entry=True),
    Screen("settings", "/cai-dat", settings.content, "settings.html", menu="settings", entry=True),
    Screen("checking", "/kiem-tra", checking.content, "checking.html"),
)
BY_ID = {screen.id: screen for screen in SCREENS}
