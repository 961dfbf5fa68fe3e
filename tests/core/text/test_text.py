"""Characters: what may be printed, what only looks right, names and order."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from congvan.core.problems import Problem
from congvan.core.text import (
    FORBIDDEN,
    LOOK_ALIKE,
    MOJIBAKE,
    TextProblem,
    check_text,
    fold,
    nearest,
    nfc,
    slug,
    upper,
)
from congvan.core.text.legacy_encodings import is_syllable
from tests.pace import Watch

GOOD = [
    "Sở Thông tin và Truyền thông đề nghị các đơn vị thực hiện một số nội dung sau:",
    "“Chăm sóc và Bảo vệ khách hàng” – Viettel® «Bluezone», 5½ m², 20 °C, 1.000 ₫…",
    "Hoà bình, hòa bình, xoè, khuỷu, nguệch ngoạc, Krông Pắk, Đắk Lắk, quýt, giếng, gì",
    "Köln, Noël, façade, São Paulo, Müller, naïve, café",
    "Москва",
    "Số:\u00a0\u00a0\u00a0/STTTT-BCVT",
    "a & b < c > d {{ x }} {% y %} ${z}",
    "dòng một\ndòng hai",
]


def hint(flaw: TextProblem) -> str:
    """The remedy that is shown for a flaw."""
    return Problem(flaw.message).hint


@pytest.mark.parametrize("text", GOOD)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert check_text(nfc(text)) == []


def forbidden_characters() -> list[str]:
    return [chr(code) for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) != "\n"] + list(
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u00ad\u2028\u2029\ufffd\ufffe\uffff\ufdd0"
        "\ue000\U000f0000\ud800\udfff\u0378\ufe0f\u3164\u034f"
    )


@pytest.mark.parametrize("char", forbidden_characters(), ids=lambda c: f"U+{ord(c):04X}")
def test_b2_forbidden_characters_are_found_at_their_place(char: str) -> None:
    """B2"""
    (flaw,) = check_text(f"Lạng {char}Sơn")
    assert (flaw.code, flaw.offset) == (FORBIDDEN, 5)
    assert f"U+{ord(char):04X}" in str(flaw.message)


@pytest.mark.parametrize(
    ("typed", "code", "index", "right"),
    [
        ("Ðinh Lập", LOOK_ALIKE, 0, "Đinh"),
        ("bưu ðiện", LOOK_ALIKE, 4, "điện"),
        ("Lộc Bìnһ", LOOK_ALIKE, 7, "Bình"),
        ("Bình Giа", LOOK_ALIKE, 7, "Gia"),
        ("huyện СНI", LOOK_ALIKE, 6, "CHI"),
        ("Αn toàn", LOOK_ALIKE, 0, "An"),
        ("gọi ０９42", LOOK_ALIKE, 4, "0942"),
        ("٣ người", LOOK_ALIKE, 0, "3"),
        ("á̂n", LOOK_ALIKE, 1, "ấn"),
        ("Lạng\u3000Sơn", LOOK_ALIKE, 4, "Lạng Sơn"),
        ("Bé Th«ng tin", MOJIBAKE, 3, "Bộ Thông tin"),
        ("§­êng ®Õn Cao Léc", MOJIBAKE, 0, "Đường đến Cao Lộc"),
        ("Boä Thoâng tin", MOJIBAKE, 0, "Bộ Thông tin"),
        ("TRUYEÀN THOÂNG", MOJIBAKE, 0, "TRUYỀN THÔNG"),
        ("Bá»™ ThÃ´ng tin", MOJIBAKE, 0, "Bộ Thông tin"),
    ],
)
def test_b3_look_alikes_name_the_right_spelling(typed: str, code: str, index: int, right: str) -> None:
    """B3"""
    (flaw,) = check_text(typed)
    assert (flaw.code, flaw.offset) == (code, index)
    assert f"“{right}”" in hint(flaw)


def test_b3_special_spaces_are_refused_where_only_plain_ones_make_sense() -> None:
    """B3"""
    assert check_text("0942 215\u00a0080") == []
    (flaw,) = check_text("0942 215\u00a0080", plain_spaces=True)
    assert (flaw.code, flaw.offset) == (LOOK_ALIKE, 8)
    assert check_text("0942 215 080", plain_spaces=True) == []


def test_a_flaw_does_not_hide_the_next() -> None:
    assert [(f.code, f.offset) for f in check_text("Ðinh\u200b Lập Giа")] == [
        (LOOK_ALIKE, 0),
        (FORBIDDEN, 4),
        (LOOK_ALIKE, 12),
    ]


@given(st.text(alphabet=st.characters(codec="utf-8")) | st.text(alphabet=st.characters()))
def test_any_text_is_judged_without_failing(text: str) -> None:
    flaws = check_text(nfc(text))
    assert [f.offset for f in flaws] == sorted(f.offset for f in flaws)
    assert all(0 <= f.offset < len(nfc(text)) and f.message.text() and hint(f) for f in flaws)


@pytest.mark.parametrize("text", ["Ð" * 10**6, "а" * 10**6, "Th«ng " * 10**5, "\u200b" * 10**6, "e\u0300" * 10**6])
def test_a_long_text_takes_no_time(text: str) -> None:
    watch = Watch()
    assert 1 <= len(check_text(text)) <= 100
    assert watch.seconds() < 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_passes_holds_no_control_private_or_format_character(text: str) -> None:
    text = nfc(text)
    if not check_text(text):
        assert not {unicodedata.category(c) for c in text if c != "\n"} & {"Cc", "Cf", "Co", "Cn", "Cs"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Đình Lập", "dinh-lap"),
        ("Ðình Lập", "dinh-lap"),
        ("Bưu điện tỉnh", "buu-dien-tinh"),
        (unicodedata.normalize("NFD", "Thành phố Lạng Sơn"), "thanh-pho-lang-son"),
        ("Đ", "d"),
        ("CON", "con-x"),
        ("Lpt1", "lpt1-x"),
        ("", "x"),
        ("..", "x"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\x\0y", "c-x-y"),
        ("漢", "u6f22"),
        (f"Trạm {'y' * 55}", f"tram-{'y' * 55}"),  # what ends with the 60th letter stays whole
        (f"Trạm {'y' * 48} tế xã Mẫu", f"tram-{'y' * 48}-41d95c"),  # words that go beyond it are cut
        (f"Trạm {'y' * 56}", f"tram-{'y' * 48}-29cb9b"),  # a word is cut where its loss would leave less than half
    ],
)
def test_slug(text: str, name: str) -> None:
    assert slug(text) == name


def test_long_names_that_differ_at_their_ends_have_slugs_of_their_own() -> None:
    name = "Ban Quản lý dự án đầu tư xây dựng và phát triển nông thôn miền núi xã Mẫu"
    assert len({slug(f"{name} {number}") for number in range(500)}) == 500


@given(st.text())
@example("ệ" * 300)
@example("a " * 300)
def test_g1_every_slug_is_a_safe_file_name(text: str) -> None:
    """G1"""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert len(slug(text)) <= 62
    assert slug(slug(text)) == slug(text)


def test_a9_nearest_name() -> None:
    """A9"""
    assert nearest("phnoe", ["name", "phone", "email"]) == "phone"
    assert nearest("Cao Lộc", ["chi-lang", "cao-loc"]) == "cao-loc"
    assert nearest("DINH_LAP", ["dinh-lap", "binh-gia"]) == "dinh-lap"
    assert nearest("A b_C", ["a-b-c"]) == "a-b-c"
    assert nearest("xyzzy", ["name", "phone"]) is None


def test_fold_and_upper() -> None:
    assert fold("Đình LẬP") == "dinh lap"
    assert upper(unicodedata.normalize("NFD", "Sở Thông tin đường")) == "SỞ THÔNG TIN ĐƯỜNG"


@pytest.mark.parametrize("word", ["nghiêng", "quyển", "khuỷu", "thuở", "xoong", "quýt", "ươn", "Ỷ", "gì"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Köln", "Krông", "Noël", "bâ̂n", "strong", "á́"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("char", "words"),
    [
        ("\t", "A tab"),
        ("\ufffd", "A character was lost"),
        ("\x07", "Control character"),
        ("\u200b", "Invisible character"),
        ("\u2028", "Invisible character"),
        ("\ufe0f", "Invisible character"),
        ("\u3164", "Invisible character"),
        ("\ud800", "Half of a character"),
        ("\ue000", "Private-use character"),
        ("\u0378", "Unassigned code point"),
    ],
    ids=ascii,
)
def test_a_forbidden_character_is_called_by_its_kind(char: str, words: str) -> None:
    (flaw,) = check_text(f"Lạng{char}Sơn")
    assert str(flaw.message).startswith(words)
    assert ("Use spaces" in hint(flaw)) == (char == "\t")


@pytest.mark.parametrize(
    ("text", "index"), [("\u0301a", 0), ("x\u0301", 1), (" \u0301", 1), ("a\n\u0302", 2), ("漢\u0306", 1)]
)
def test_a_mark_without_its_letter_is_told(text: str, index: int) -> None:
    (flaw,) = check_text(text)
    assert (flaw.code, flaw.offset) == (FORBIDDEN, index)
    assert "Diacritic without a letter" in str(flaw.message)
    assert hint(flaw)


@pytest.mark.parametrize(
    ("typed", "right"), [("á\u0306n", "ắn"), ("Ồ\u0302ng", None), ("ó\u0302ng", "ống"), ("tó\u0302t Ðẹp", "tốt")]
)
def test_marks_in_the_wrong_order_are_put_right(typed: str, right: str | None) -> None:
    flaw = check_text(nfc(typed))[0]
    assert (flaw.code == LOOK_ALIKE) == (right is not None)
    if right:
        assert f"“{right}”" in hint(flaw)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("ñöôøng phoá", "đường phố"),
        ("ÑÖÔØNG PHOÁ", "ĐƯỜNG PHỐ"),
        ("Ñöôøng", "Đường"),
        ("moät soá nôi", "một số nơi"),
    ],
)
def test_b3_vni_keeps_the_letters_case(typed: str, right: str) -> None:
    """B3"""
    (flaw,) = check_text(typed)
    assert (flaw.code, hint(flaw)) == (MOJIBAKE, f"Write “{right}”.")
    assert str(flaw.message).startswith(f"“{typed.split()[0]}” is in the old encoding VNI")


def test_b3_the_hint_for_an_old_encoding_shows_the_words_around_it() -> None:
    """B3"""
    (flaw,) = check_text("một hai\n" + "ba bốn " * 30 + "Th«ng tin\nsau")
    shown = hint(flaw).removeprefix("Write “").removesuffix("”.")
    assert shown.endswith("ba bốn Thông tin")
    assert shown.startswith(("ba ", "bốn "))
    assert 80 <= len(shown) - len("Thông tin") <= 88
    (flaw,) = check_text("\nTh«ng tin\nsau")
    assert hint(flaw) == "Write “Thông tin”."
    (flaw,) = check_text("đầu\nTh«ng tin, " + "năm " * 100)
    shown = hint(flaw).removeprefix("Write “").removesuffix("”.")
    assert shown.startswith("Thông tin, năm ")
    assert 195 <= len(shown) <= 200
