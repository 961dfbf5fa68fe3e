"""The one grid of the decree: every content that the templates of letters and forms are given, with empty boxes."""

from __future__ import annotations

from typing import Any

from congvan.documents.scope import Scope

NO_LAYOUT = {"receivers_inline": False, "appendix_page": 0, "head_sizes": "12-13-13"}
NO_HEAD = {"parent": [], "issuer": [], "number": "", "place_date": "", "subject": ""}


def common(scope: Scope, title: str) -> dict[str, Any]:
    """What every content of the one grid carries, with all boxes of the letter empty."""
    page = scope.switch("attachment-page") if set(scope.values) <= {"receiver"} else None  # behind a letter only
    return {
        "title": title,
        "lang": "vi",
        "author": scope.dataset.agency.name,
        "form_id": "",
        "electronic": scope.dispatch.medium == "electronic",
        "layout": NO_LAYOUT
        | {
            "receivers_inline": scope.switch("receivers-inline") is not None,
            "appendix_page": page.value or 0 if page else 0,
        },
        "letter": False,
        "urgency": "",
        "marking": "",
        "mark": "",
        "head": NO_HEAD,
        "heading": {"type": "", "trich_yeu": ""},
        "authority": "",
        "can_cu": [],
        "enacting": "",
        "receivers": {"label": "Kính gửi:", "one": "", "items": [], "centred": False},
        "body": [],
        "sign": {"lines": [], "name": "", "left": {"lines": [], "name": ""}},
        "confirmation": {"lines": [], "hint": "", "name": ""},
        "copy": {},
        "noi_nhan": {"label": "Nơi nhận:", "items": [], "drafter": ""},
        "contact": "",
        "attachments": [],
        "districts": [district["heading_name"] for district in scope.facts["districts"]],
    }
