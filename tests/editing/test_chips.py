"""Facts in a text are chips on the page and codes in the file, one for one; no code is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.job import Progress
from congvan.core.problems import ProblemsFound
from congvan.editing.chips import chips_of, with_chips, without_chips
from congvan.editing.entries import AddRequest, add
from congvan.editing.saving import SaveRequest, save
from congvan.model.project import assets
from tests.editing.files import DISPATCH, sha, value_in
from tests.sample_project import HOME

CHIPS = {"agency.name": "‹Tên cơ quan›", "deadlines.nop.short": "‹nộp: 20/8›"}
BODY = ("body",)


def test_the_facts_of_the_sample_have_chips_of_their_own() -> None:
    chips = chips_of(assets.read(HOME), DISPATCH)
    assert chips["agency.name"] == "‹tên›" or chips["agency.name"].startswith("‹")
    assert chips["deadlines.danh_sach.short"].endswith(": 20/8/2020›")
    assert len(set(chips.values())) == len(chips) > 8


PIECES = st.lists(
    st.sampled_from(
        (
            *("{{ agency.name }}", "{{ deadlines.nop.short }}", "{{ x.y }}", "{{a}}", "chữ ", "\n", "\n\n"),
            *(
                "\n\n#. Việc ",
                "\n\nĐiều #hai. Tên",
                "\n\nI#. MỤC",
                "\n\nChương #\n",
                "\n\n#) Điểm",
                "{@hai}",
                "{#hai}",
                "{@x}",
                "1.",
            ),
        )
    )
)


@given(PIECES)
@settings(max_examples=50)
def test_what_is_shown_is_kept_as_it_was(pieces: list[str]) -> None:
    text = "".join(pieces)
    shown = with_chips(text, CHIPS)
    assert not {"{{", "{@", "{#", "#hai", "#.", "#)"} & {
        shown[n : n + size] for n in range(len(shown)) for size in (2, 4)
    }
    assert without_chips(shown, CHIPS, shown, text) == text
    assert without_chips(shown, {}, shown, text) == text  # no fact is called so any more


def test_automatic_numbers_show_what_is_printed() -> None:
    text = "Điều #. Một\n\n#. Việc\n\n#) Điểm\n\nĐiều #hai. Hai, xem {@hai} và {@khac}\n\nI#. MỤC"
    shown = with_chips(text, {})
    assert [each.partition("›")[0] for each in shown.split("‹")[1:]] == [
        *("1", "1", "a", "2, anchor 1", "Điều 2", "reference 2", "I.")
    ]
    again = shown.replace("‹a›) Điểm", "‹a›) Điểm\n\n‹b›) Điểm mới")
    assert without_chips(again, {}, shown, text) == text.replace("#) Điểm", "#) Điểm\n\n#) Điểm mới")


@pytest.mark.parametrize("typed", ["‹Tên cơ› quan", "Tên cơ quan›", "‹Tên cơ quan", "‹Khác›"])
def test_a_chip_that_was_broken_is_refused(typed: str) -> None:
    with pytest.raises(ProblemsFound) as stop:
        without_chips(typed, CHIPS, "‹Tên cơ quan›", "{{ agency.name }}")
    assert [each.code for each in stop.value.problems] == ["chip-unknown"]


def test_a_code_without_a_name_has_a_number(root: Path) -> None:
    kept = "{{ a.b }}, {{ sum(c) }}, {{ a.b }}"
    assert (shown := with_chips(kept, {})).count("‹") == 3
    assert len(set(shown.split(", "))) == 2
    file, path = "data/papers/don-doc.yaml", ("subject",)
    before = value_in(root, file, path)
    shown = with_chips(before, chips_of(assets.read(root), file))
    assert (before.count("{{"), shown.count("{{"), shown.count("‹")) == (1, 0, 1)
    assert save(SaveRequest(root, file, path, shown, f"{shown} (lần 2)", sha(root, file))).exit_code == 0
    assert value_in(root, file, path) == f"{before} (lần 2)"


def test_a_chip_in_a_new_entry_is_its_code(root: Path) -> None:
    chip = chips_of(assets.read(root), DISPATCH)["agency.name"]
    add(AddRequest(root, DISPATCH, ("forms", 0, "lines"), f"Gửi {chip}"), Progress())
    assert value_in(root, DISPATCH, ("forms", 0, "lines"))[-1] == "Gửi {{ agency.name }}"


def test_signs_of_the_file_itself_stay() -> None:
    assert without_chips("‹x› mới", CHIPS, "‹x›", "‹x›") == "‹x› mới"


def test_a_text_is_saved_with_its_codes(root: Path) -> None:
    before = value_in(root, DISPATCH, BODY)
    shown = with_chips(before, chips_of(assets.read(root), DISPATCH))
    assert shown.count("‹") == shown.count("›") > 3
    told = save(SaveRequest(root, DISPATCH, BODY, shown, f"Mới. {shown}", sha(root, DISPATCH)))
    assert (told.exit_code, value_in(root, DISPATCH, BODY)) == (0, f"Mới. {before}")
    broken = save(SaveRequest(root, DISPATCH, BODY, f"Mới. {shown}", shown.replace("›", "", 1), sha(root, DISPATCH)))
    assert ([each.code for each in broken.problems], broken.exit_code != 0) == (["chip-unknown"], True)
    assert value_in(root, DISPATCH, BODY) == f"Mới. {before}"
    conflict = save(SaveRequest(root, DISPATCH, BODY, shown, f"Khác. {shown}", sha(root, DISPATCH)))
    assert conflict.data["conflict"]["theirs"] == f"Mới. {before}"
