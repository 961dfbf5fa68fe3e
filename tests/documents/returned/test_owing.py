"""How the periods of which something is owed are said in one line."""

from __future__ import annotations

import pytest

from congvan.documents.returned.owing import periods_words

DAYS = [(f"2026-08-{day}", f"Ngày {day}/8/2026") for day in range(20, 30)]
WEEKS = [(f"2026-t{week}", f"Tuần {week} (…)") for week in range(32, 40)]


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        (WEEKS[:1], "Tuần 32 (…)"),
        ([DAYS[1], DAYS[2], DAYS[4]], "ngày 21/8, 22/8, 24/8/2026"),
        (WEEKS[:2], "tuần 32, 33"),
        (DAYS, "10 kỳ, từ ngày 20/8 đến ngày 29/8/2026"),
        ([WEEKS[0], WEEKS[1], *WEEKS[4:]], "6 kỳ, tuần 32, tuần 33, từ tuần 36 đến tuần 39"),
        ([("q", "Quý I/2026"), ("n", "Năm 2026")], "quý I/2026, năm 2026"),
    ],
)
def test_periods_in_one_line(periods: list[tuple[str, str]], said: str) -> None:
    assert periods_words(periods, [each for each, _name in [*DAYS, *WEEKS]]) == said
