"""Where a long issuing body's name breaks in the head."""

from __future__ import annotations

import pytest

from congvan.documents.letter.skeleton import issuer_lines
from congvan.model.directory import Agency, Signer


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Sở Thông tin và Truyền thông", ["SỞ THÔNG TIN VÀ TRUYỀN THÔNG"]),
        ("Ủy ban nhân dân tỉnh Quảng Ngãi", ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"]),
        ("Ủy ban nhân dân thành phố Lạng Sơn", ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ LẠNG SƠN"]),
        ("Sở Lao động - Thương binh và Xã hội", ["SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"]),
        (
            "Ban Chỉ đạo phòng, chống dịch bệnh Covid-19 tỉnh Lạng Sơn",
            ["BAN CHỈ ĐẠO PHÒNG, CHỐNG", "DỊCH BỆNH COVID-19", "TỈNH LẠNG SƠN"],
        ),
    ],
)
def test_a_long_name_breaks_where_a_reader_would(name: str, lines: list[str]) -> None:
    agency = Agency(name=name, abbreviation="A", place="B", signers=(Signer(id="c", name="D", title="E"),))
    assert issuer_lines(agency) == lines
    assert " ".join(issuer_lines(agency)) == name.upper()


def test_the_data_may_break_it_themselves() -> None:
    signer = Signer(id="c", name="D", title="E")
    agency = Agency(name="Một tên", lines=("Một", "tên"), abbreviation="A", place="B", signers=(signer,))
    assert issuer_lines(agency) == ["MỘT", "TÊN"]
