"""What stands twice or in another's place, and what only looks so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from congvan import nd30
from congvan.nd30.rules.base import violation
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.by_hand import answers, line, part, said
from tests.nd30.changes import Change, add, again, both, put, swap
from tests.nd30.letters import Letter, P, c

MAKERS = [pytest.param(to_docx, id="docx"), pytest.param(to_pdf, id="pdf")]
ORDER = {"ND30-TWICE", "ND30-CHU-QUAN-ORDER", "ND30-KINH-GUI-PLACE", "ND30-CAN-CU-PLACE"}
NAME = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"


@pytest.mark.every(4)
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("base", "change"),
    [
        ("minutes", swap("Trần", "Trần Thị B", "Lê Văn C")),  # two of one name
        ("decision", put("QUYẾT ĐỊNH:", text="QUYẾT ĐỊNH")),
        ("decision", add("body", 3, P("Căn cứ quy định tại Điều này, các đơn vị lập danh sách."))),
        ("decision", add("body", 0, P("Căn cứ các quy định trên, giao Văn phòng thực hiện."))),
        ("dispatch", add("body", 1, P("Kính gửi quý cơ quan hồ sơ kèm theo văn bản này để xem xét."))),
        ("dispatch", add("body", 11, P("Kính gửi: … (đơn vị tự ghi)"))),
        ("dispatch", again("Danh sách lập")),
        ("dispatch", both(add("appendix", 3, c("SỞ Y TẾ", 13)), add("appendix", 4, c("SỞ Y TẾ", 13)))),
        ("plan", swap("UBND TỈNH", "UBND TỈNH LẠNG SƠN", "BỘ THÔNG TIN VÀ TRUYỀN THÔNG")),
    ],
)
def test_what_only_looks_so(make: Callable[[Letter], bytes], base: str, change: Change) -> None:
    letter = getattr(letters, base)()
    change(letter)
    assert not ORDER & {r.id for r in nd30.check(make(letter), base).broken}


@pytest.mark.every(4)
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("above", "own", "found"),
    [
        ("UBND TỈNH LẠNG SƠN", NAME, False),
        (NAME, "UBND TỈNH LẠNG SƠN", True),
        (NAME, "TRUNG TÂM CÔNG NGHỆ THÔNG TIN", False),
        ("TRUNG TÂM CÔNG NGHỆ THÔNG TIN", NAME, True),
        ("BỘ CÔNG THƯƠNG", "TRƯỜNG CAO ĐẲNG A", False),
        ("TRƯỜNG CAO ĐẲNG A", "BỘ MÔN TOÁN", False),
        ("TRUNG TÂM ĐÀO TẠO", "SỞ GIAO DỊCH CHỨNG KHOÁN", False),
    ],
)
def test_which_body_stands_over_which(make: Callable[[Letter], bytes], above: str, own: str, found: bool) -> None:
    letter = letters.dispatch()
    for paragraph, text in zip(letter.head[0][0], (above, own), strict=True):
        paragraph.text = text
    told = [str(r.message) for r in nd30.check(make(letter), "x").broken if r.id == "ND30-CHU-QUAN-ORDER"]
    assert told == ([f"“{above}” is subordinate to “{own}” but is written above it"] if found else [])


@pytest.mark.parametrize("make", MAKERS)
def test_a_title_of_office_over_its_body_is_one_name(make: Callable[[Letter], bytes]) -> None:
    letter = letters.plan()
    for paragraph, text in zip(letter.head[0][0], ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN"), strict=True):
        paragraph.text, paragraph.bold = text, True
    assert not {r.id for r in nd30.check(make(letter), "x").broken if "CHU-QUAN" in r.id or "BAN-HANH" in r.id}


@pytest.mark.parametrize("make", MAKERS)
def test_a_trich_yeu_may_go_on_after_a_colon(make: Callable[[Letter], bytes]) -> None:
    letter = letters.decision()
    letter.middle[1].rule = 0.0
    letter.middle[1].text = "Về việc phê duyệt kết quả lựa chọn nhà thầu gói thầu số 03:"
    letter.middle.insert(2, c("Mua sắm vật tư tiêu hao của các điểm hỗ trợ", 14, bold=True, rule=0.42))
    assert not {r.id for r in nd30.check(make(letter), "x").broken}


def test_where_there_is_nothing_to_judge() -> None:
    assert said("TWICE", part(national_name=None)) == "–"
    assert said("CHU-QUAN-ORDER", part()) == said("KINH-GUI-PLACE", part()) == said("CAN-CU-PLACE", part()) == "–"
    assert said("TWICE", part()) is None
    assert said("CHU-QUAN-ORDER", part(superior=[line("UBND TỈNH A")])) is None
    assert said("KINH-GUI-PLACE", part(greeting=line("Kính gửi: Sở Y tế"))) is None
    assert said("CAN-CU-PLACE", part(command=line("QUYẾT ĐỊNH:"))) is None


def test_where_it_stands_and_what_is_said_of_it() -> None:
    long = line("Sở Y tế " * 9)
    command, basis = line("QUYẾT ĐỊNH:"), line("Căn cứ Luật " + "a" * 60)
    own, above = [line("SỞ Y TẾ", ordinal=1)], [line("UBND TỈNH", ordinal=2), line("LẠNG SƠN", ordinal=3)]
    for rule, made, spot, values in (
        ("TWICE", part(duplicates=[long]), long, {"text": long.text[:60]}),
        (
            "CAN-CU-PLACE",
            part(command=command, misplaced_bases=[basis, line("x")]),
            basis,
            {"text": basis.text[:50], "command": "QUYẾT ĐỊNH:"},
        ),
        ("KINH-GUI-PLACE", part(greeting=long, text_before_greeting=[line("x")]), long, {}),
        (
            "CHU-QUAN-ORDER",
            part(superior=above, issuer=own, superior_below=True),
            own[0],
            {"own": "SỞ Y TẾ", "above": "UBND TỈNH LẠNG SƠN"},
        ),
    ):
        assert answers(rule, made) == [violation(spot, **values)]
