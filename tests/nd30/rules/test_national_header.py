"""Rules on Quốc hiệu, Tiêu ngữ and the issuing bodies, over a head made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.model.view import CellPosition, View
from congvan.nd30.rules.base import Violation
from tests.nd30.by_hand import answers, at, line, part, said
from tests.nd30.seen import sheet

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
CELL, WIDE = CellPosition(1, 1, 2, 0.0, 80.0), CellPosition(1, 1, 2, 0.0, 200.0)

HEADS: list[tuple[str, dict[str, Any], Any]] = [
    ("QUOC-HIEU-PRESENT", {}, None),
    ("QUOC-HIEU-PRESENT", {"national_name": None}, "–"),
    ("QUOC-HIEU-PRESENT", {"national_name": None, "motto": line(MOTTO)}, {}),
    ("QUOC-HIEU-PRESENT", {"national_name": None, "number": line("Số")}, "–"),
    ("QUOC-HIEU-PRESENT", {"national_name": None, "number": line("Số"), "recipients_label": line("Nơi nhận:")}, {}),
    ("QUOC-HIEU-PRESENT", {"national_name": None, "recipients_label": line("Nơi nhận:")}, "–"),
    ("QUOC-HIEU-PRESENT", {"national_name": None, "recipients_label": line("Nơi nhận:"), "authority": [line("G")]}, {}),
    ("QUOC-HIEU-TEXT", {"national_name": line(NATION)}, None),
    ("QUOC-HIEU-TEXT", {"national_name": line(NATION.replace("HÒA", "HOÀ"))}, None),
    ("QUOC-HIEU-TEXT", {"national_name": line(NATION.lower())}, None),
    ("QUOC-HIEU-TEXT", {"national_name": line(NATION + ".")}, {"text": NATION + "."}),
    ("QUOC-HIEU-TEXT", {"national_name": None}, "–"),
    ("QUOC-HIEU-PLACE", {"national_name": None}, "–"),
    ("QUOC-HIEU-PLACE", {"national_name": line(NATION)}, "?"),
    ("QUOC-HIEU-PLACE", {"national_name": line(NATION, box=at(100, 190))}, None),
    ("QUOC-HIEU-PLACE", {"national_name": line(NATION, box=at(60, 158))}, {}),
    ("QUOC-HIEU-PLACE", {"national_name": line(NATION, box=at(60, 159))}, None),
    (
        "QUOC-HIEU-PLACE",
        {"national_name": line(NATION, cell=CellPosition(1, 1, 1)), "issuer": [line("A", cell=CellPosition(1, 1, 2))]},
        {},
    ),
    (
        "QUOC-HIEU-PLACE",
        {"national_name": line(NATION, cell=CellPosition(1, 1, 2)), "issuer": [line("A", cell=CellPosition(1, 1, 1))]},
        None,
    ),
    ("QUOC-HIEU-PLACE", {"national_name": line(NATION, cell=CellPosition(1, 1, 1)), "issuer": [line("A")]}, None),
    (
        "QUOC-HIEU-PLACE",
        {"national_name": line(NATION, cell=CellPosition(1, 1, 1)), "issuer": [line("A", cell=CellPosition(1, 1, 1))]},
        None,
    ),
    ("TIEU-NGU-PRESENT", {}, {}),
    ("TIEU-NGU-PRESENT", {"motto": line(MOTTO)}, None),
    ("TIEU-NGU-PRESENT", {"national_name": None}, "–"),
    ("TIEU-NGU-TEXT", {"motto": line(MOTTO)}, None),
    ("TIEU-NGU-TEXT", {"motto": line("Độc lập – Tự do")}, {"text": "Độc lập – Tự do"}),
    ("TIEU-NGU-TEXT", {}, "–"),
    ("TIEU-NGU-CENTRED", {}, "–"),
    ("TIEU-NGU-CENTRED", {"motto": line(MOTTO)}, "?"),
    (
        "TIEU-NGU-CENTRED",
        {"national_name": line(NATION, box=at(100, 190)), "motto": line(MOTTO, box=at(110, 190))},
        None,
    ),
    ("TIEU-NGU-CENTRED", {"national_name": line(NATION, box=at(100, 190)), "motto": line(MOTTO, box=at(111, 190))}, {}),
    (
        "TIEU-NGU-CENTRED",
        {"national_name": line(NATION, box=at(100, 190), look={"size": 20}), "motto": line(MOTTO, box=at(120, 190))},
        None,
    ),
    (
        "TIEU-NGU-CENTRED",
        {"national_name": line(NATION, box=at(100, 190), look={"size": 20}), "motto": line(MOTTO, box=at(142, 190))},
        {},
    ),
    (
        "TIEU-NGU-CENTRED",
        {"national_name": line(NATION, cell=WIDE, align="left"), "motto": line(MOTTO, cell=WIDE, align="centre")},
        None,
    ),
    (
        "TIEU-NGU-CENTRED",
        {"national_name": line(NATION, cell=WIDE, align="left"), "motto": line(MOTTO, cell=WIDE, align="left")},
        {},
    ),
    (
        "TIEU-NGU-CENTRED",
        {"national_name": line(NATION, cell=CELL, align="left"), "motto": line(MOTTO * 3, cell=CELL, align="left")},
        None,
    ),
    (
        "TIEU-NGU-CENTRED",
        {"national_name": line(NATION, cell=CELL, align="left"), "motto": line(MOTTO * 3, cell=CELL, align="right")},
        {},
    ),
    (
        "TIEU-NGU-CENTRED",
        {"national_name": line(NATION, cell=CELL), "motto": line(MOTTO, cell=CELL, align="left")},
        "?",
    ),
    ("TIEU-NGU-SPACING", {}, "–"),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO)}, "?"),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, spacing=1.2, before=3.0)}, None),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, spacing=1.25)}, {"found": "1.25 × + 0 pt"}),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, exact=18.0, before=3.2)}, {"found": "1.2 × + 3.2 pt"}),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, exact=21.0)}, None),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, exact=22.0)}, {"found": "1.47 × + 0 pt"}),
    (
        "TIEU-NGU-SPACING",
        {"national_name": line(NATION, spacing=1.5), "motto": line(MOTTO, spacing=1.0)},
        {"found": "1.5 × + 0 pt"},
    ),
    (
        "TIEU-NGU-SPACING",
        {
            "national_name": line(NATION, box=at(100, 190), baseline=20),
            "motto": line(MOTTO, box=at(100, 190), baseline=27.6),
        },
        None,
    ),
    (
        "TIEU-NGU-SPACING",
        {
            "national_name": line(NATION, box=at(100, 190), baseline=20),
            "motto": line(MOTTO, box=at(100, 190), baseline=27.7),
        },
        {"found": "21.8 pt"},
    ),
    ("BAN-HANH-PRESENT", {}, None),
    ("BAN-HANH-PRESENT", {"issuer": []}, {}),
    ("BAN-HANH-PRESENT", {"national_name": None}, "–"),
    ("BAN-HANH-PRESENT", {"issuer": [], "kind": "hop-dong"}, "–"),
    ("BAN-HANH-CENTRED", {"issuer": []}, "–"),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A")]}, None),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A", cell=CELL, align="left")]}, {"text": "SỞ A"}),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A " * 20, cell=CELL, align="left")]}, None),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A " * 20, cell=CELL, align="right")]}, {"text": ("SỞ A " * 20).strip()}),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A", cell=CELL, align="centre")]}, None),
    ("BAN-HANH-CENTRED", {"superior": [line("UBND", box=at(40, 80))], "issuer": [line("SỞ", box=at(44, 84))]}, None),
    (
        "BAN-HANH-CENTRED",
        {"superior": [line("UBND", box=at(40, 80))], "issuer": [line("SỞ", box=at(45, 84))]},
        {"text": "UBND"},
    ),
    ("BAN-HANH-SPACING", {"issuer": [line("SỞ")]}, "–"),
    (
        "BAN-HANH-SPACING",
        {"superior": [line("UBND")], "issuer": [line("SỞ", spacing=1.5, ordinal=1)]},
        {"found": "1.5 × + 0 pt"},
    ),
    (
        "BAN-HANH-SPACING",
        {"superior": [line("UBND")], "issuer": [line("SỞ", spacing=1.5)]},
        None,
    ),  # one paragraph, a break
    ("BAN-HANH-SPACING", {"superior": [line("UBND")], "issuer": [line("SỞ", spacing=1.0, ordinal=1)]}, None),
]


@pytest.mark.parametrize(("rule", "what", "found"), HEADS)
def test_what_each_rule_says_of_a_head(rule: str, what: dict[str, Any], found: Any) -> None:
    made = part(**what)
    made.view = View("docx", pages=(sheet(),))
    assert said(rule, made) == found


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ((13, 14, 14), None),
        ((12, 13, 13), None),
        ((12, 13), None),
        ((12.2, 13.2, 13.2), None),
        ((13, 13, 13), {"found": "13, 13, 13"}),
        ((12, 14, 13), {"found": "12, 14, 13"}),
        ((13, 14, 13), {"found": "13, 14, 13"}),
        ((14, 14, 14), "?"),
        ((13, 15, 14), "?"),
        ((0, 14, 14), "?"),
    ],
)
def test_sizes_of_the_head_go_together(sizes: tuple[float, ...], found: Any) -> None:
    nation, motto, *date = (line("Chữ", look={"size": size}) for size in sizes)
    assert said("SIZE-COUPLING", part(national_name=nation, motto=motto, date=date[0] if date else None)) == found
    assert (
        said("SIZE-COUPLING", part(motto=None)) == said("SIZE-COUPLING", part(national_name=None, motto=motto)) == "–"
    )


def test_a_missing_nation_is_told_at_what_would_stand_beside_it() -> None:
    motto, number, word = line("Độc lập"), line("Số: 1/A-B"), line("Nơi nhận:")
    for there, text in (
        ({"motto": motto, "number": number, "recipients_label": word}, "Độc lập"),
        ({"number": number, "recipients_label": word}, "Số: 1/A-B"),
        ({"recipients_label": word, "authority": [line("GIÁM ĐỐC")]}, "Nơi nhận:"),
    ):
        told = answers("QUOC-HIEU-PRESENT", part(national_name=None, **there))
        assert [answer.location.text for answer in told if isinstance(answer, Violation)] == [text]
