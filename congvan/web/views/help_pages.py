"""“Trợ giúp”: the manual's pages, from Markdown."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from congvan.core import manual
from congvan.core.i18n import language
from congvan.web.refusals import NotThere
from congvan.web.visit import Content, Visit

PICTURES = "/hinh-tro-giup/"
_DROPPED = re.compile(r"[^\w\- ]")


def content(visit: Visit) -> Content:
    """Return the list of pages."""
    return {"pages": [{"topic": each, "title": manual.title(each, language())} for each in manual.TOPICS]}


def one(visit: Visit) -> Content:
    """Return a page as HTML, with its parts for the list at its head."""
    topic = visit.params["topic"]
    if topic not in manual.TOPICS:
        raise NotThere
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(manual.page(topic, language()))
    parts = list(_with_anchors(tokens))
    for token in tokens:
        token.children = [*_within_the_page(token.children or [], topic)] if token.children else token.children
    body = [*tokens[3:]] if tokens and tokens[0].type == "heading_open" else tokens
    return {
        "heading": manual.title(topic, language()),
        "parts": parts,
        "html": parser.renderer.render(body, parser.options, {}),
    }


def _with_anchors(tokens: list[Token]) -> list[Content]:
    """Give each heading the anchor that links name; return the parts of the page (headings of the second level)."""
    parts = []
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            text = "".join(each.content for each in words.children or [])
            anchor = _DROPPED.sub("", text.lower()).replace(" ", "-")
            opening.attrSet("id", anchor)
            if opening.tag == "h2":
                parts.append({"anchor": anchor, "title": text})
    return parts


def _within_the_page(tokens: list[Token], topic: str) -> list[Token]:
    """Lead links and pictures to what is served; leave the words alone of a link to what is not."""
    kept, dropped = [], 0
    for token in tokens:
        if token.type == "link_open":
            target = _served(str(token.attrGet("href") or ""), topic)
            dropped += not target
            if not target:
                continue
            token.attrSet("href", target)
        elif token.type == "link_close" and dropped:
            dropped -= 1
            continue
        elif token.type == "image":
            token.attrSet("src", PICTURES + PurePosixPath(str(token.attrGet("src"))).name)
        kept.append(token)
    return kept


def _served(target: str, topic: str) -> str:
    """Return the address of what a link of a page leads to; "" where it is not served."""
    path, _, anchor = unquote(target).partition("#")
    if not path:
        return f"#{anchor}"
    name = PurePosixPath(path)
    if name.suffix != ".md" or name.stem not in manual.TOPICS:
        return ""
    return f"/tro-giup/{name.stem}" + (f"#{anchor}" if anchor else "")
