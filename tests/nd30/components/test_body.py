"""Those who sign side by side: where they are found, and where nothing shows two or more for certain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from congvan import nd30
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.locate import locate_components
from congvan.nd30.opening import read_view
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.changes import Change, both, drop, put, swap, whole
from tests.nd30.letters import Letter, c

MAKERS = [pytest.param(to_docx, id="docx"), pytest.param(to_pdf, id="pdf")]


def found(make: Callable[[Letter], bytes], change: Change) -> DocumentComponents:
    letter = letters.minutes()
    change(letter)
    (part,) = locate_components(read_view(make(letter)))
    return part


def names(part: DocumentComponents) -> list[tuple[str, str]]:
    return [(" ".join(p.text for p in s.authority), s.name.text if s.name else "") for s in part.co_signers]


BOTH = [("THƯ KÝ", "Trần Thị B"), ("CHỦ TỌA", "Lê Văn C")]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    "change",
    [
        both(),
        whole("foot", ([], [])),  # no Nơi nhận
        swap("Cuộc họp", "Cuộc họp kết thúc vào 16 giờ 30, ngày 19 tháng 8 năm 2020", "Đã đọc lại"),  # ends on the left
        swap("BIÊN BẢN", "BIÊN BẢN", "BẢN GHI NHỚ"),
    ],
)
def test_two_signers(make: Callable[[Letter], bytes], change: Change) -> None:
    part = found(make, change)
    assert names(part) == BOTH
    assert not part.authority
    assert part.name is None
    assert not any(p.text in ("THƯ KÝ", "CHỦ TỌA", "Trần Thị B") for p in (*part.body, *part.tables))
    assert part.body[-1].text.endswith("./.")


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    "change",
    [
        swap("BIÊN BẢN", "BIÊN BẢN", "BÁO CÁO"),
        drop("Trần"),
        both(swap("THƯ KÝ", "THƯ KÝ", "Thư ký"), swap("CHỦ TỌA", "CHỦ TỌA", "Chủ tọa")),
        whole("pair", ([], [])),
    ],
)
def test_what_shows_no_pair(make: Callable[[Letter], bytes], change: Change) -> None:
    assert found(make, change).co_signers == []


@pytest.mark.parametrize("make", MAKERS)
def test_lines_of_a_stamp_and_a_title_of_two_lines(make: Callable[[Letter], bytes]) -> None:
    def change(letter: Letter) -> None:
        letter.pair[1][1:1] = [c("GIÁM ĐỐC", 14, bold=True), c("(Chữ ký, dấu)", 13, italic=True)]

    assert names(found(make, change)) == [BOTH[0], ("CHỦ TỌA GIÁM ĐỐC", "Lê Văn C")]


@pytest.mark.parametrize("make", MAKERS)
def test_a_name_that_is_not_under_its_title_is_still_its_own(make: Callable[[Letter], bytes]) -> None:
    assert names(found(make, put("Lê", align="right"))) == BOTH


def three(letter: Letter) -> None:
    letter.pair = (letter.pair[0], letters.signer("ỦY VIÊN", "Nông Văn D"), letter.pair[1])


def stacked(letter: Letter) -> None:
    for column, below in zip(letter.pair, (("ỦY VIÊN", "Nông Văn D"), ("KẾ TOÁN", "Vi Thị E")), strict=True):
        column += letters.signer(*below)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (three, [BOTH[0], ("ỦY VIÊN", "Nông Văn D"), BOTH[1]]),
        (stacked, [BOTH[0], ("ỦY VIÊN", "Nông Văn D"), BOTH[1], ("KẾ TOÁN", "Vi Thị E")]),
    ],
)
def test_more_than_two_who_sign(make: Callable[[Letter], bytes], change: Change, wanted: list[tuple[str, str]]) -> None:
    assert names(found(make, change)) == wanted
    letter = letters.minutes()
    change(letter)
    assert not [r for r in nd30.check(make(letter), "x").broken if r.id.startswith(("ND30-SIGNER", "ND30-QUYEN"))]


@pytest.mark.parametrize("make", MAKERS)
def test_a_name_that_a_stamp_says_too_and_names_under_one_title(make: Callable[[Letter], bytes]) -> None:
    def change(letter: Letter) -> None:
        letter.pair[0].insert(1, c("Trần Thị B", 10))
        letter.pair[1].append(c("Vi Thị E", 14, bold=True, before=60))

    assert names(found(make, change)) == [BOTH[0], ("CHỦ TỌA", "Vi Thị E")]


@pytest.mark.every(3)
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("above", "own"),
    [
        ("SỞ NỘI VỤ", "ỦY BAN NHÂN DÂN XÃ CAO LỘC"),
        ("SỞ NỘI VỤ", "SỞ TÀI CHÍNH"),
        ("SỞ NỘI VỤ - KHO BẠC NHÀ NƯỚC", "KHU VỰC VI"),
    ],
)
def test_two_bodies_that_issue_a_plan_together(make: Callable[[Letter], bytes], above: str, own: str) -> None:
    letter = letters.plan()
    for paragraph, text in zip(letter.head[0][0], (above, own), strict=True):
        paragraph.text, paragraph.bold = text, True
    letter.pair = (letters.signer("CHỦ TỊCH", "Trần Thị B"), letters.signer("GIÁM ĐỐC", "Lê Văn C"))
    letter.foot[1].clear()
    told = {r.id.removeprefix("ND30-") for r in nd30.check(make(letter), "x").broken}
    assert not {t for t in told if t.startswith(("SIGNER", "CHU-QUAN"))}
    (part,) = locate_components(read_view(make(letter)))
    assert part.jointly_issued
    assert len(part.co_signers) == 2
