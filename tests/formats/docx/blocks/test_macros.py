"""What the blocks of a part have in common is written once, and an error in it is told where its tag stands."""

from __future__ import annotations

import re

import pytest

from congvan.formats.docx.blocks.expansion import BlockTags
from congvan.formats.docx.blocks.macros import BlockMacros
from congvan.formats.docx.package import open_package, parse_part
from congvan.formats.docx.styles import NO_STYLES
from congvan.formats.docx.template import compile_template
from congvan.problems import ProblemsFound
from tests.formats.docx_samples import docx, p

TABLE = {"table": {"columns": [{"label": "STT", "mm": 10}], "rows": [["1"], [""]], "row_mm": 7, "total": ["1"]}}


def test_a_body_is_written_once() -> None:
    macros = BlockMacros()
    first = macros.call("docx_runs", "docx_runs", "<w:t>{{ docx_runs }}</w:t>", "a")
    other = macros.call("docx_runs", "docx_runs", "<w:t>{{ docx_runs.x }}</w:t>", "a")
    again = macros.call("docx_runs", "docx_runs", "<w:t>{{ docx_runs }}</w:t>", "b")
    assert (first, again) == ("{{ docx_runs_0(a) }}", "{{ docx_runs_0(b) }}")
    assert other != first
    assert len(macros) == 2
    assert macros.definitions(enclosed=False).count("{% macro ") == 2


def test_a_block_more_costs_little() -> None:
    def source(count: int) -> str:
        template = docx(*(p("{{p body }}") for _ in range(count)))
        _members, sources = open_package(template, "", strict=True)
        root = parse_part(sources[0], "")
        blocks = BlockTags(root, NO_STYLES)
        text = "".join(root.itertext())
        assert len(re.findall(r"\|docx_block\(\d+\)", text)) == count
        return blocks.expanded(text)[0]

    first, second, third = (len(source(count)) for count in (1, 2, 3))
    assert third - second == second - first
    assert second - first < first / 3


def test_a_part_with_blocks_is_proved_and_traced() -> None:
    part = compile_template(docx(p("{{p body }}"), p("{{p other }}"))).parts[0]
    assert part.proved
    assert part.traceable


def test_macros_of_the_template_are_not_trusted() -> None:
    macro = "{%p macro docx_table_0(docx_table) %}"
    part = compile_template(docx(p(macro), p("x"), p("{%p endmacro %}"), p("{{p body }}"))).parts[0]
    assert not part.proved


def test_an_error_in_a_block_stands_at_its_tag() -> None:
    template = compile_template(docx(p("một"), p("{{p before }}"), p("hai"), p("{{p body }}")))
    row = {**TABLE, "table": {**TABLE["table"], "rows": [[None]]}}
    with pytest.raises(ProblemsFound) as caught:
        template.render({"before": "", "body": [row]})
    (problem,) = caught.value.problems
    assert "4" in str(problem.place.where)
    assert "{{p body }}" in str(problem)
