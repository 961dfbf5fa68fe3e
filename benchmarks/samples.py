"""Sample records: the project's real letters and forms, varied. Names differ in length; every invented part says "mẫu".

Standard library alone: every peer's process imports this. A record is flat, {"receiver": "…", …}; what reads the
project's own templates gets it as the whole content of a document through `content`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]
GAP = "\u00a0"  # the project writes a gap for the pen as a run of these


def load(folder: Path, kind: str) -> dict[str, Any]:
    """What prepare.py wrote for "letter" or "roster": `base`, a whole content, and `kinds`, what real data vary."""
    found: dict[str, Any] = json.loads((folder / f"{kind}.json").read_text("utf-8"))
    return found


def filled(text: str, *values: str) -> str:
    """The text with its gaps filled, one after another."""
    for value in values:
        start = text.find(GAP * 2)
        end = start
        while end < len(text) and text[end] == GAP:
            end += 1
        text = text[:start] + value + text[end:] if start >= 0 else text
    return text


def letters(loaded: dict[str, Any], count: int, start: int = 0) -> Iterator[Record]:
    """`count` addressed letters: receiver, number, date, list of receivers."""
    base, kinds = loaded["base"], loaded["kinds"]
    for i in range(start, start + count):
        kind = kinds[i % len(kinds)]
        number, day = str(i % 9999 + 1), f"{i % 28 + 1:02d}"  # the numbers of one year
        # six digits each, so that all names of a kind are as wide: else some come within 0.05 pt of the line's end
        receiver = kind["receiver"] if i < len(kinds) else f"{kind['receiver']} (mẫu {i + 1:06d})"
        yield {
            "receiver": receiver,
            "number": filled(base["head"]["number"], number),
            "place_date": filled(base["head"]["place_date"], day),
            "reference": filled(base["attachments"][0]["reference"], number, day),
            "short_title": f"Công văn gửi {receiver}",
            "noi_nhan": kind["noi_nhan"],
        }


def rosters(loaded: dict[str, Any], count: int, start: int = 0) -> Iterator[Record]:
    """`count` roster forms: district by district one for each enterprise; number and date of the letter vary too."""
    base, kinds = loaded["base"], loaded["kinds"]
    for i in range(start, start + count):
        kind, turn = kinds[i % len(kinds)], i // len(kinds)
        number, day = str(turn + 1), f"{turn % 28 + 1:02d}"
        district, enterprise = kind["district"], kind["enterprise"]
        if turn:  # without "Huyện", so that it is no longer than real names and stays on one line of its cell
            district = f"{district.removeprefix('Huyện ').removeprefix('Thành phố ')} (mẫu {turn})"
        yield {
            "district": district,
            "enterprise": enterprise,
            "district_line": f"Huyện/thành phố: {district}",
            "enterprise_line": f"Doanh nghiệp: {enterprise}",
            "reference": filled(base["attachments"][0]["reference"], number, day),
            "title": f"{kind['title']} – {district} – {enterprise}",
            "short_title": f"{kind['short_title']} – {district} – {enterprise}",
            "form_id": f"{kind['form_id']}/{turn}",
        }


def letter_content(base: dict[str, Any], record: Record) -> dict[str, Any]:
    """The record as the content that van-ban.docx is given."""
    form = base["attachments"][0]
    label = base["receivers"]["label"]
    (line,) = base["kinh_gui"]
    items = record["noi_nhan"]
    return {
        **base,
        "short_title": record["short_title"],
        "head": {**base["head"], "number": record["number"], "place_date": record["place_date"]},
        "receivers": {**base["receivers"], "one": record["receiver"]},
        "kinh_gui": [{**line, "text": f"{label} {record['receiver']}"}],
        "noi_nhan": {**base["noi_nhan"], "items": items, "lines": items},
        "attachments": [{**form, "reference": record["reference"]}],
    }


def roster_content(base: dict[str, Any], record: Record) -> dict[str, Any]:
    """The record as the content that van-ban.* and bieu.xlsx are given."""
    form = base["attachments"][0]
    workbook = base["form"]
    (section,) = workbook["sections"]
    at = [column["id"] for column in form["table"]["columns"]].index("huyen")
    rows = [[record["district"] if n == at else value for n, value in enumerate(row)] for row in form["table"]["rows"]]
    return {
        **base,
        "title": record["title"],
        "short_title": record["short_title"],
        "form_id": record["form_id"],
        "form": {
            **workbook,
            "reference": record["reference"],
            "lines": [record["district_line"], record["enterprise_line"]],
            "sections": [
                {
                    **section,
                    "rows": [
                        [{**cell, "value": record["district"]} if n == at else cell for n, cell in enumerate(row)]
                        for row in section["rows"]
                    ],
                }
            ],
            "signers": [*workbook["signers"][:-1], {**workbook["signers"][-1], "title": record["enterprise"]}],
        },
        "attachments": [
            {
                **form,
                "reference": record["reference"],
                "facts": [record["district_line"], record["enterprise_line"]],
                "table": {**form["table"], "rows": rows},
                "foot": {
                    **form["foot"],
                    "sign": [record["enterprise"], *form["foot"]["sign"][1:]],
                    "form_id": record["form_id"],
                },
            }
        ],
    }


def given(work: str, content: dict[str, Any]) -> dict[str, Any]:
    """What the templates of a work are given of a content: a workbook has its own part of it."""
    return content if work.endswith(".xlsx") else {key: value for key, value in content.items() if key != "form"}


MAKE = {"letter": letters, "roster": rosters}
CONTENT = {"letter": letter_content, "roster": roster_content}
