"""What is told when a record is laid out is told by each command that makes its pages, also where nothing is laid out
again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.docx_html.word_parts import cell, par, row, table, word_document
from tests.pipeline.notices import TEMPLATE, with_notices

EXACT = '<w:trHeight w:val="300" w:hRule="exact"/>'


@pytest.mark.full("long runs")
def test_a_text_that_its_row_cuts_off_is_told_by_every_command(tmp_path: Path) -> None:
    project = with_notices(tmp_path, "{{ district.name }}")
    rows = table([1500], row(cell(par("Một hai ba bốn năm sáu bảy tám"), 1500), properties=EXACT))
    (project.root / TEMPLATE).write_bytes(word_document(par("{{ district.name }}") + rows + par("")))
    commands = (
        ("template", "check", "thu.docx"),
        ("preview", "thu.docx"),
        ("build", "notices", "--only", "pdf"),
        ("build", "notices", "--only", "pdf"),  # nothing is made again: what was told is told again
        ("build", "notices", "--only", "pdf", "--rebuild"),  # stamped into the layouts of the first one
    )
    for words in commands:
        assert "table-cut" in project.run(*words, "--format", "json").codes(), words
