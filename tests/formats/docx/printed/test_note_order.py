"""Footnotes that conditions leave out and loops repeat: Word pairs them with marks by ids, LibreOffice in turn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.opc.reader import parse
from congvan.formats.docx.printed.note_order import in_order, may_move
from congvan.formats.docx.template import compile_template
from tests.examples import examples
from tests.formats.docx_dialect import PNG
from tests.formats.docx_samples import docx, p, run
from tests.package import parts_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SEPARATOR = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
IF, ENDIF, FOR, ENDFOR = (p(f"{{%p {tag} %}}") for tag in ("if a", "endif", "for b in c", "endfor"))


def marked(text: str, *ids: int | str, kind: str = "footnote") -> str:
    return p(run(text), *(f'<w:r><w:{kind}Reference w:id="{each}"/></w:r>' for each in ids))


def note_of(number: int | str, text: str = "", kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{number}">{p(text or f"note {number} {{{{ v }}}}")}</w:{kind}>'


NOTES = "".join(map(note_of, (1, 2, 3)))


def shown(data: bytes, kind: str = "footnote") -> list[str]:
    """The text of the note of each mark, the same for Word as for LibreOffice."""
    parts = parts_of(data)
    marks = [mark.get(f"{W}id") for mark in parse(parts["word/document.xml"]).iter(f"{W}{kind}Reference")]
    notes = list(parse(parts[f"word/{kind}s.xml"]).iter(f"{W}{kind}"))
    typed = [note.get(f"{W}type") is not None for note in notes]
    assert typed == sorted(typed, reverse=True)
    texts = {note.get(f"{W}id"): "".join(note.itertext()) for note in notes[sum(typed) :]}
    assert len({note.get(f"{W}id") for note in notes}) == len(notes)
    assert [*texts] == marks
    return [*texts.values()]


def is_moved(body: str, notes: str = NOTES) -> bool:
    parts = parts_of(docx(body, footnotes=notes))
    return may_move(parse(parts["word/document.xml"]), parse(parts["word/footnotes.xml"]), "footnotes")


@pytest.mark.parametrize(
    ("body", "moves"),
    [
        (marked("x", 1) + marked("x", 2, 3), False),
        (FOR + p("x") + ENDFOR + marked("x", 1, 2, 3), False),
        (marked("x", 1, 2), True),
        (marked("x", 1, 1, 2, 3), True),
        (marked("x", 2, 1, 3), True),
        (marked("x", 1) + IF + marked("x", 2) + ENDIF + marked("x", 3), True),
        (marked("x", 1, 2) + FOR + marked("x", 3) + ENDFOR, True),
    ],
)
def test_notes_move_where_a_mark_may_be_left_out_or_repeated(body: str, moves: bool) -> None:
    assert is_moved(body) == is_moved(body, SEPARATOR + NOTES) == moves
    assert is_moved(body, NOTES + SEPARATOR)


def test_notes_move_whose_numbers_do_not_grow() -> None:
    assert is_moved(marked("x", 2, 1), note_of(2) + note_of(1))
    assert not is_moved(marked("x", 2, 7), note_of(2) + note_of(7))


def test_a_note_without_a_mark_is_dropped_and_a_repeated_one_copied() -> None:
    body = FOR + marked("x", 3) + ENDFOR + IF + marked("x", 1) + ENDIF + marked("x", 2)
    for strict in (True, False):
        template = compile_template(docx(body, footnotes=NOTES + SEPARATOR), strict=strict)
        for value in ("5", "6", "7", "8"):  # the later ones by the fast path
            data = template.render({"a": False, "c": [1, 2], "v": value})
            assert shown(data) == [f"note 3 {value}", f"note 3 {value}", f"note 2 {value}"]
        assert shown(template.render({"a": True, "c": [], "v": 1})) == ["note 1 1", "note 2 1"]


def test_a_record_that_docxtpl_merges_has_its_notes_in_order_too() -> None:
    body = IF + marked("x", 1) + ENDIF + marked("{{ b }}", 3, 2)
    picture = {"_docx": "image", "data": PNG}
    data = compile_template(docx(body, footnotes=NOTES)).render({"a": False, "v": 1, "b": picture})
    assert shown(data) == ["note 3 1", "note 2 1"]


def test_endnotes_are_in_the_order_of_their_marks() -> None:
    body = IF + marked("x", 1, kind="endnote") + ENDIF + marked("x", 2, kind="endnote")
    notes = note_of(1, kind="endnote") + note_of(2, kind="endnote")
    data = compile_template(docx(body, endnotes=notes)).render({"a": False, "v": 1})
    assert shown(data, "endnote") == ["note 2 1"]


def test_a_copy_has_bookmarks_and_ids_of_its_own() -> None:
    mark = '<w:bookmarkStart w:id="7" w:name="a"/><w:bookmarkEnd w:id="7"/>'
    notes = f'<w:footnotes><w:footnote w:id="1"><w:p w14:paraId="1A">{mark}</w:p></w:footnote></w:footnotes>'
    body, moved = in_order('<w:footnoteReference w:id="1"/>' * 2, notes, "footnotes")
    assert body == '<w:footnoteReference w:id="1"/><w:footnoteReference w:id="2"/>'
    assert moved.count('w:name="a"') == moved.count("w14:paraId") == moved.count('w:id="7"') / 2 == 1


def test_a_template_whose_notes_stay_has_their_part_as_it_was() -> None:
    notes = SEPARATOR + note_of(1, "alone")
    template = docx(IF + p("{{ v }}") + ENDIF + marked("x", 1), footnotes=notes)
    data = compile_template(template).render({"a": True, "v": 1})
    assert parts_of(data)["word/footnotes.xml"] == parts_of(template)["word/footnotes.xml"]


@pytest.mark.parametrize(
    ("written", "called"),
    [("x", "x"), ("", ""), ("2.5", "2.5"), ("+2", "+2"), ("2", "02"), ("02", "2"), ("9" * 30, "9" * 30)],
)
def test_a_note_is_found_whatever_its_number_is(written: str, called: str) -> None:
    body = marked("x", called, 1) + p("{{ v }}")
    data = compile_template(docx(body, footnotes=note_of(1) + note_of(written, "two"))).render({"v": 5})
    assert shown(data) == ["two", "note 1 5"]


@pytest.mark.parametrize("notes", [NOTES, NOTES + note_of(1, "twice"), f'<!-- <w:footnote w:id="8"> -->{NOTES}'])
def test_a_mark_without_a_note_stays_as_it_is(notes: str) -> None:
    body, moved = in_order("".join(f'<w:footnoteReference w:id="{n}"/>' for n in (2, 9)), notes, "footnotes")
    assert body == '<w:footnoteReference w:id="1"/><w:footnoteReference w:id="9"/>'
    assert "note 2" in moved
    assert "note 1" not in moved


PIECES = st.lists(st.tuples(st.sampled_from(["", "if", "for", "not"]), st.integers(1, 3)), max_size=6)


@settings(max_examples=examples(60), deadline=None)
@given(PIECES, st.booleans(), st.integers(0, 3), st.permutations([SEPARATOR, *map(note_of, (1, 2, 3))]))
def test_any_marks_have_their_notes(pieces: Any, is_true: bool, times: int, notes: list[str]) -> None:
    body, expected = p("x"), []
    for flow, number in pieces:
        begin, end, count = {
            "": ("", "", 1),
            "if": (IF, ENDIF, int(is_true)),
            "not": (p("{%p if not a %}"), ENDIF, int(not is_true)),
            "for": (FOR, ENDFOR, times),
        }[flow]
        body += begin + marked("x", number) + end
        expected += [f"note {number} v"] * count
    data = compile_template(docx(body, footnotes="".join(notes))).render({"a": is_true, "c": [1] * times, "v": "v"})
    if pieces:
        assert shown(data) == expected
