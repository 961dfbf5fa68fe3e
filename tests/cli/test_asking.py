"""What `init` asks at a terminal, and what it says without one."""

from __future__ import annotations

import argparse
import io

import pytest

from congvan.cli.asking import office_of
from congvan.core.problems import UsageError
from congvan.editing.drafting.starting import Office

NAMES = dict.fromkeys(("agency", "parent", "abbreviation", "place", "signer", "title"), "")


def typed(lines: str, monkeypatch: pytest.MonkeyPatch, **given: str) -> Office:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    return office_of(argparse.Namespace(**{**NAMES, **given}), ask=True)


def test_names_are_asked_in_vietnamese(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "Sở Mẫu\nUBND tỉnh Mẫu\n\nNơi Mẫu\nNguyễn Văn Mẫu\nGiám đốc\n"
    office = typed(lines, monkeypatch)
    assert office == Office("Sở Mẫu", "Nơi Mẫu", "Nguyễn Văn Mẫu", "Giám đốc", "UBND tỉnh Mẫu", "SM", "vi")
    asked = capsys.readouterr()
    assert asked.out == ""
    assert asked.err.startswith("Tên đầy đủ của cơ quan ban hành: ")
    assert "ký hiệu [SM]: " in asked.err


def test_only_what_is_missing_is_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"agency": "Sở Mẫu", "parent": "X", "abbreviation": "SMM", "signer": "Nguyễn Văn Mẫu", "title": "Giám đốc"}
    assert typed("\n  Nơi Mẫu\n", monkeypatch, **given).place == "Nơi Mẫu"
    assert capsys.readouterr().err.count("Địa danh") == 2  # an empty answer is asked again


def test_a_superior_body_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed("Sở Mẫu\n\nSMM\nNơi Mẫu\nNguyễn Văn Mẫu\nGiám đốc\n", monkeypatch).parent == ""


def test_unfit_letters_are_told_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = typed("Sở \u200bMẫu\nSở Mẫu\n\n\nNơi Mẫu\nNguyễn Văn Mẫu\nGiám đốc\n", monkeypatch)
    assert office.agency == "Sở Mẫu"
    assert "U+200B" in capsys.readouterr().err


def test_english_is_spoken_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONGVAN_LANG", "en")
    office = typed("Sở Mẫu\n\n\nNơi Mẫu\nNguyễn Văn Mẫu\nGiám đốc\n", monkeypatch)
    assert office.language == "en"
    assert "Full name of the agency: " in capsys.readouterr().err


@pytest.mark.parametrize("ask", [True, False])
def test_what_is_still_missing_is_told_by_its_options(ask: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(UsageError) as stop:
        office_of(argparse.Namespace(**{**NAMES, "agency": "Sở Mẫu"}), ask=ask)
    (problem,) = stop.value.problems
    assert problem.code == "init-names-missing"
    assert "--place, --signer, --title" in problem.text
    assert "--agency" not in problem.text
