"""What a record costs in function calls stays within the budget: a slow path that nobody asked for is seen at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance import call_budget

SLACK = 1.15


def budget(work: str) -> int:
    """The budget of this Python, else that of the next older one that has one, else of the oldest; that is said."""
    kept, here = json.loads(call_budget.BUDGETS.read_text("utf-8")), call_budget.python()
    if here not in kept:
        versions = sorted(kept, key=_order)
        instead = max(
            (version for version in versions if _order(version) < _order(here)), key=_order, default=versions[0]
        )
        print(f"no budget for Python {here}: that of {instead} is used; `make budgets` stores one")
        here = instead
    return int(kept[here][work])


def _order(version: str) -> list[int]:
    return [*map(int, version.split("."))]


@pytest.mark.parametrize("work", call_budget.WORKS)
def test_a_record_costs_no_more_calls_than_its_budget(work: str) -> None:
    """Red after a change that is worth its price: `make budgets`."""
    found, most = call_budget.calls(work), budget(work)
    assert found <= most * SLACK, f"{work}: {found:,.0f} calls a record; the budget is {most:,} and 15 % more"


def test_calls_are_counted_and_nothing_else() -> None:
    def twice(text: str) -> int:
        return len(text) + len(text)

    for times in (0, 1, 5):
        texts = ["a"] * times
        assert call_budget.counted(lambda texts=texts: [*map(twice, texts)]) == 3 * times


def test_a_python_without_a_budget_has_that_of_its_neighbour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(call_budget, "BUDGETS", tmp_path / "b.json")
    (tmp_path / "b.json").write_text(json.dumps({v: {"w": n} for n, v in enumerate(["3.9", "3.11", "3.13"])}))
    for here, most in (("3.8", 0), ("3.9", 0), ("3.10", 0), ("3.11", 1), ("3.12", 1), ("3.14", 2)):
        monkeypatch.setattr(call_budget, "python", lambda here=here: here)
        assert budget("w") == most
        assert (f"no budget for Python {here}" in capsys.readouterr().out) == (here not in ("3.9", "3.11", "3.13"))
