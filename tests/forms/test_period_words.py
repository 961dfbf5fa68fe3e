"""Periods as people write them on a form, on the command line, in the name of a file."""

from __future__ import annotations

import pytest

from congvan.forms.calendar import Calendar
from tests.forms.office import form

FORM = """\
forms:
  - {{id: a, name: Báo cáo, subject: Kết quả, per: {{xa: xa}}, period: {{{period}}}, lines: ["{{{{ ky.name }}}}"],
     columns: [{{id: n, label: N, type: integer}}]}}
"""
WEEKS = "each: week, from: 29/6/2026, to: 6/9/2026"
YEARS = "each: week, from: 1/12/2025, to: 31/12/2026"
MONTHS = "each: month, from: 7/2026, to: 12/2026"
QUARTERS = "each: quarter, from: 1/1/2026, to: 31/12/2026"


@pytest.mark.parametrize(
    ("period", "said", "found"),
    [
        (WEEKS, "Tuần 28 (06/7–12/7)", "2026-t28"),
        (WEEKS, "tuần 28 (6/7 - 12/7)", "2026-t28"),
        (WEEKS, "Tuần thứ 28 năm 2026", "2026-t28"),
        (WEEKS, "Tuần 28/2026", "2026-t28"),
        (WEEKS, "Tuần 28 (từ ngày 06/07 đến ngày 12/07/2026)", "2026-t28"),
        (WEEKS, "Tuần 28: 6/7/2026-12/7/2026", "2026-t28"),
        (WEEKS, "Tuần 28 (13/7-19/7)", ""),
        (WEEKS, "Tuần 28 (6/7/2025-12/7/2025)", ""),
        (WEEKS, "Tuần 28 tháng 7", ""),
        (WEEKS, "Từ ngày 06/7/2026 đến ngày 12/7/2026", "2026-t28"),
        (WEEKS, "từ 6/7 đến 12/7", "2026-t28"),
        (WEEKS, "Từ ngày 06/7/2026 đến ngày 19/7/2026", ""),
        (WEEKS, "Tuần 28, năm 2025", "2025-t28"),
        (WEEKS, "Tuần 40", ""),
        (YEARS, "Tuần 50", ""),
        (YEARS, "Tuần 50/2026", "2026-t50"),
        (MONTHS, "tháng 7", "2026-07"),
        (MONTHS, "Tháng 07 năm 2026", "2026-07"),
        (MONTHS, "Tháng 7/2025", "2025-07"),
        (QUARTERS, "Quý III/2026", "2026-q3"),
        (QUARTERS, "quý 3 năm 2026", "2026-q3"),
        (QUARTERS, "Quý iv", "2026-q4"),
        (QUARTERS, "Quý V", ""),
    ],
)
def test_periods_are_read_as_they_are_written(period: str, said: str, found: str) -> None:
    each = Calendar(form(FORM.format(period=period))).find(said)
    assert (each.id if each else "") == found
