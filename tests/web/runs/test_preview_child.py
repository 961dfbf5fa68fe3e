"""What the child of previews answers: a line of JSON for each question, with a picture's bytes behind it."""

from __future__ import annotations

import io
import json
import resource
from pathlib import Path
from typing import Any

from congvan.web.runs.preview_child import PreviewOrder, serve
from tests.sample_project import new_project


def asked(root: Path, *questions: dict[str, Any]) -> list[tuple[dict[str, Any], bytes]]:
    """Serve some questions in this process; return the answers with their bytes."""
    lines = io.BytesIO("".join(json.dumps(each) + "\n" for each in questions).encode())
    out = io.BytesIO()
    limits = [(name, resource.getrlimit(name)) for name in (resource.RLIMIT_AS, resource.RLIMIT_CORE)]
    try:
        serve(PreviewOrder(root, "vi", limits[0][1][0]), lines, out)
    finally:
        for name, limit in limits:
            resource.setrlimit(name, (limit[0], resource.getrlimit(name)[1]))
    out.seek(0)
    answers = []
    while line := out.readline():
        answer = json.loads(line)
        answers.append((answer, out.read(answer["bytes"])))
    return answers


def test_every_question_has_its_answer(tmp_path: Path) -> None:
    root = new_project(tmp_path / "project").root
    show = {"do": "show", "dispatch": "bluezone-2020", "document": "send-list"}
    (shown, _none), (gone, nothing), (wrong, _no), (again, _last) = asked(
        root, show, {"do": "page", "version": "0", "page": 1, "dpi": 40}, {**show, "document": "khong-co"}, show
    )
    assert (shown["document"], len(shown["pages"]), shown["problems"]) == ("send-list", 1, [])
    assert (gone["gone"], nothing) == (True, b"")
    assert "khong-co" in wrong["problems"][0]["message"]
    assert again["version"] == shown["version"]
