"""Many slips of one kind are made at once in the sample of today, and each is told once, in one run, with its remedy.

They stand in many_slips.yaml. That no more is told than was typed wrongly is the point: what follows from a slip is
not told beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from congvan.core.i18n import using_language
from congvan.model.project.assets import Assets
from tests.acceptance.test_hand_slips import sample, told
from tests.acceptance.test_slips import FOREIGN

__all__ = ["sample"]
HERE = Path(__file__).parent
FILES = {"D": "data/dispatches/to-cong-nghe-so-2026.yaml"}
BATCHES = yaml.safe_load((HERE / "many_slips.yaml").read_text("utf-8"))


@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch["what"])
def test_every_slip_is_told_once_in_one_run(batch: dict[str, Any], sample: Assets) -> None:
    files = dict(sample)
    for short, right, typed in batch["slips"]:
        name = FILES.get(short, short)
        text = files[name].decode("utf-8-sig")
        assert right in text
        files[name] = text.replace(right, typed, 1).encode()
    with using_language("vi"):
        problems = told(Assets(files))
        found = [(each.place.file, f"{each.place.line}:{each.place.column}") for each in problems]
        assert found == [(FILES.get(file, file), at) for file, at, _said, _remedy in batch["told"]]
        for problem, (_file, _at, said, remedy) in zip(problems, batch["told"], strict=True):
            assert problem.text.startswith(said)
            assert (problem.hint or "").startswith(remedy)
            assert problem.hint, problem.text
            words = f"{problem.text} {problem.hint}"
            for _name, _right, typed in batch["slips"]:
                words = words.replace(typed, "")
            assert not FOREIGN.search(words.replace("type: integer", "").replace("“null”", "")), words
