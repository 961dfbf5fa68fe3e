"""What the blocks of a part have in common is written once, under a name that follows from what it is."""

from __future__ import annotations

from congvan.formats.docx.blocks.expansion import BlockTags
from congvan.formats.docx.blocks.macros import BlockMacros
from congvan.formats.docx.package import open_package, parse_part
from congvan.formats.docx.styles import NO_STYLES
from tests.formats.docx_samples import docx, p


def test_a_body_is_written_once() -> None:
    macros = BlockMacros()
    first = macros.call("docx_runs", "docx_runs", "<w:t>{{ docx_runs }}</w:t>", "a")
    again = macros.call("docx_runs", "docx_runs", "<w:t>{{ docx_runs }}</w:t>", "b")
    other = macros.call("docx_runs", "docx_runs", "<w:t>{{ docx_runs.x }}</w:t>", "a")
    assert again == first.replace("(a)", "(b)")
    assert other != first
    assert [name for name, _source in macros] == [call[3:].partition("(")[0] for call in (first, other)]
    assert macros.definitions().count("{% macro ") == 2


def test_names_follow_from_the_source_alone() -> None:
    first, second = BlockMacros(), BlockMacros()
    first.call("docx_x", "a", "another", "1")
    assert first.call("docx_x", "a", "text", "1") == second.call("docx_x", "a", "text", "1")
    assert first.call("docx_x", "a", "text", "1") != second.call("docx_x", "b", "text", "1")


def test_a_tag_more_is_a_call_more() -> None:
    def source(count: int) -> tuple[str, str]:
        _members, sources = open_package(docx(*(p("{{p body }}") for _ in range(count))), "", strict=True)
        root, macros = parse_part(sources[0], ""), BlockMacros()
        blocks = BlockTags(root, NO_STYLES)
        return blocks.expanded("".join(root.itertext()), macros), macros.definitions()

    once, twice = source(1), source(2)
    assert twice == (once[0] * 2, once[1])
    assert len(once[0]) < 120


def test_what_a_place_sets_is_given_to_a_macro_of_all() -> None:
    def names(literal: bool) -> list[set[str]]:
        found = []
        for align in ("left", "right"):
            _members, sources = open_package(docx(p("{{p body }}").replace("both", align)), "", strict=True)
            root, macros = parse_part(sources[0], ""), BlockMacros(literal=literal)
            BlockTags(root, NO_STYLES).expanded("".join(root.itertext()), macros)
            found.append({name for name, _source in macros})
        return found

    assert len(set(map(frozenset, names(literal=False)))) == 1
    assert len(set(map(frozenset, names(literal=True)))) == 2
