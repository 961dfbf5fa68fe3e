"""Two templates of one document are compared in a build, and not again while neither changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.pipeline import twins
from congvan.pipeline.build import build
from congvan.pipeline.request import BuildRequest
from tests.formats.docx_samples import docx, p
from tests.sample_project import Project, new_project

SAID = "Kính gửi: {{ agency.name }}" + " để phối hợp thực hiện theo chức năng, nhiệm vụ được giao" * 3
SLIP = "- {id: phieu, name: Phiếu, templates: {docx: a.docx, pdf: a.html}, path: phieu}\n"
PAGE = (
    '<html lang="vi"><head><title>x</title><style>@page { margin: 25.4mm } body, p { margin: 0; text-align: justify; '
    'font: 10pt "Times New Roman" }</style></head><body><p>%s</p></body></html>'
).replace("%s", SAID)


def project(folder: Path, said: str = SAID) -> Project:
    made = new_project(folder)
    made.write("data/documents.yaml", SLIP)
    made.write("templates/a.html", PAGE)
    (made.root / "templates/a.docx").write_bytes(docx(p(said)))
    return made


def test_twins_that_agree_are_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []
    plain = twins.drift
    monkeypatch.setattr(twins, "drift", lambda *words: compared.append(words[0]) or plain(*words))
    made = project(tmp_path)
    for _ in range(2):
        assert build(BuildRequest(made.root)).problems == []
        assert len(compared) == 1


def test_a_sentence_of_the_docx_alone_stops_the_build(tmp_path: Path) -> None:
    made = project(tmp_path, f"{SAID} Thêm một câu.")
    outcome = build(BuildRequest(made.root))
    (problem,) = outcome.problems
    assert problem.code == "twin-drift"
    assert str(problem.place) == "templates/a.docx, paragraph 1"
    assert outcome.exit_code == 3
    assert not (made.root / "outputs/manifest.json").exists()
