"""`preview`: the pages of one record as PDF and PNG, and again whenever the template is saved."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from congvan.core.cache import FOLDER
from congvan.core.job import Outcome, Progress
from congvan.core.problems import Exit
from congvan.formats.docx import compiled_macros
from congvan.formats.docx.compiler import compile_parts
from congvan.pipeline.previews.preview import PreviewRequest, preview, watch
from tests.pipeline.notices import TEMPLATE, typed, with_notices
from tests.sample_project import Project, pdf_words


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return with_notices(tmp_path_factory.mktemp("seen"), "Kính gửi {{ district.name }}")


def write(project: Project, *lines: str) -> None:
    typed(project.root / TEMPLATE, *lines)


def seen(outcome: Outcome) -> str:
    assert outcome.exit_code == Exit.OK, [each.text for each in outcome.problems]
    pdf = next(output.path for output in outcome.outputs if output.path.endswith(".pdf"))
    return " ".join(pdf_words(Path(outcome.where) / pdf))


def test_pages_of_the_first_record(project: Project) -> None:
    outcome = preview(PreviewRequest(project.root, "letter"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in seen(outcome)
    folder = project.root / "preview/letter"
    pages = len(pypdfium2.PdfDocument(folder / "cong-van.pdf"))
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["cong-van.pdf", *(f"cong-van-{number}.png" for number in range(1, pages + 1))]
    )
    assert (folder / "cong-van-1.png").read_bytes().startswith(b"\x89PNG")
    assert not (project.root / "outputs").exists()


@pytest.mark.parametrize("record", ["cao-loc", "district=cao-loc"])
def test_a_record_by_its_id(project: Project, record: str, tmp_path: Path) -> None:
    outcome = preview(PreviewRequest(project.root, "templates/thu.docx", record, folder=tmp_path / "x"))
    assert seen(outcome) == "Kính gửi Cao Lộc"
    assert {path.name for path in (tmp_path / "x").iterdir()} == {"cao-loc.pdf", "cao-loc-1.png"}


def test_pages_that_are_gone_are_removed(project: Project, tmp_path: Path) -> None:
    request = PreviewRequest(project.root, "notices", "cao-loc", folder=tmp_path)
    write(project, *["{{ district.name }}"] * 60)
    assert preview(request).data["pages"] > 1
    write(project, "Kính gửi {{ district.name }}")
    assert preview(request).data["pages"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cao-loc-1.png", "cao-loc.pdf"]


def test_pages_that_can_not_be_written_are_told(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    outcome = preview(PreviewRequest(project.root, "notices", "cao-loc", folder=tmp_path / "file"))
    assert (outcome.exit_code, [problem.code for problem in outcome.problems]) == (Exit.CANNOT, ["output-unwritable"])


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("notices", "--record", "cao-lok"), "preview-record", "cao-loc"),
        (("notises",), "template-unknown", "notices"),
        (("notices", "-o", "outputs/x"), "preview-outputs", "-o"),
    ],
)
def test_what_can_not_be_shown(project: Project, words: tuple[str, ...], code: str, hint: str) -> None:
    run = project.run("preview", *words, "--format", "json")
    assert (run.code, run.codes()) == (2, [code])
    assert hint in run.json["problems"][0]["hint"]


def test_of_many_records_some_are_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvan.pipeline.previews.preview_choice._RECORDS_TOLD", 2)
    (problem,) = preview(PreviewRequest(project.root, "notices", "không có")).problems
    assert str(problem.hint).endswith(", …")
    assert str(problem.hint).count(",") == 2


def test_a_file_elsewhere_is_shown_with_the_data_of_a_document(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes((project.root / "templates/thu.docx").read_bytes())
    assert preview(PreviewRequest(project.root, str(path))).problems[0].code == "preview-no-document"
    outcome = preview(PreviewRequest(project.root, str(path), "cao-loc", "notices", tmp_path / "x"))
    assert seen(outcome) == "Kính gửi Cao Lộc"


@pytest.fixture
def watched(project: Project, tmp_path: Path) -> Iterator[list[Outcome]]:
    progress, shown = Progress(), list[Outcome]()
    request = PreviewRequest(project.root, "notices", "cao-loc", folder=tmp_path / "pages")
    thread = threading.Thread(target=watch, args=(request, progress, shown.append))
    thread.start()
    yield shown
    progress.cancel()
    thread.join(30)
    assert not thread.is_alive()


def wait(shown: list[Outcome], count: int) -> Outcome:
    for _turn in range(600):
        if len(shown) >= count:
            return shown[count - 1]
        time.sleep(0.05)
    raise AssertionError(f"{len(shown)} of {count} outcomes")


@pytest.mark.full("long runs")
def test_a_watch_goes_on_after_an_error(project: Project, watched: list[Outcome]) -> None:
    assert seen(wait(watched, 1)) == "Kính gửi Cao Lộc"
    write(project, "{{ district.nam }}")
    wrong = wait(watched, 2)
    assert [(p.code, str(p.place.where)) for p in wrong.problems] == [("template-undefined", "paragraph 1")]
    (project.root / "templates/~$thu.docx").write_bytes(b"lock")
    (project.root / "templates/.~lock.thu.docx#").write_bytes(b"lock")
    (project.root / "templates/lu1ab.tmp").write_bytes(b"what LibreOffice writes before it replaces the file")
    time.sleep(0.3)
    assert len(watched) == 2  # locks and unfinished files are nothing
    (project.root / "templates/thu.docx").unlink()  # by an editor that saves by renaming
    assert [problem.code for problem in wait(watched, 3).problems] == ["file-unreadable"]
    write(project, "Gửi {{ district.name }}")
    assert seen(wait(watched, 4)) == "Gửi Cao Lộc"
    project.replace("data/lists/huyen.yaml", "Cao Lộc", "Cao Lộc Mới")
    assert "Mới" in seen(wait(watched, 5))
    project.replace("data/lists/huyen.yaml", "Cao Lộc Mới", "Cao Lộc")
    write(project, "Kính gửi {{ district.name }}")
    wait(watched, 6)


def test_a_template_that_a_build_has_compiled_is_not_compiled_again(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[object] = []

    def noted(*args: Any, **kwargs: Any) -> Any:
        compiled.append(args)
        return compile_parts(*args, **kwargs)

    monkeypatch.setattr("congvan.formats.docx.compiler.compile_parts", noted)
    write(project, "Kính gửi {{ district.name }}", "mẫu mới")
    shown = seen(preview(PreviewRequest(project.root, "notices", folder=tmp_path)))
    assert len(compiled) == 1
    assert project.run("notices", "--where", "district=cao-loc").code == 0
    compiled.clear()
    assert seen(preview(PreviewRequest(project.root, "notices", folder=tmp_path))) == shown
    assert not compiled


def test_of_a_template_that_is_being_edited_what_its_versions_share_is_kept(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_macros, "_kept", {})
    monkeypatch.setattr(compiled_macros, "_kept_parts", {})
    folder = project.root / FOLDER

    def kept() -> dict[str, set[str]]:
        return {kind.name: {each.name for each in kind.iterdir()} for kind in folder.iterdir() if kind.is_dir()}

    before = kept() if folder.exists() else {}
    for words in ("một lời", "lời khác"):
        write(project, "{{p district.name }}", words)
        assert words in seen(preview(PreviewRequest(project.root, "notices", folder=tmp_path)))
    new = {kind: names - before.get(kind, set()) for kind, names in kept().items()}
    assert len(new.pop("docx-block")) > 1
    new.pop("preview-record", None)
    new.pop("docx-part", None)
    new.pop("pdf-font", None)
    assert not any(new.values())
