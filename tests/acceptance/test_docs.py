"""The documentation is true: its commands exist, its links lead somewhere, its how-to works when it is typed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from congvan.cli import app
from congvan.core.cache import FOLDER, DiskCache
from congvan.core.problems import Exit
from congvan.documents.common.facts import dispatch_facts
from congvan.documents.contents import CONTENTS
from congvan.documents.file_sets import FILE_SETS
from congvan.model.directory import Agency
from congvan.model.dispatch import Dispatch
from congvan.model.document_specs import Document
from congvan.model.lists.head import ListFile
from congvan.model.loader import FILES, load
from congvan.model.papers import Paper
from congvan.model.project import assets
from congvan.model.project.yaml_reader import parse
from congvan.model.signage import Signage
from congvan.model.validation import validated
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering.renderer import Renderer
from tests.acceptance.templates.filled import not_filled
from tests.planned import jobs_of
from tests.sample_project import HOME, Project, docx_words, pdf_words, warm_up

DOCS = HOME / "docs"
PAGES = sorted([*HOME.glob("*.md"), *(path for path in DOCS.rglob("*.md") if path.parent != DOCS / "rules")])
READMES = [HOME / "README.md", HOME / "README.vi.md"]
COMMANDS = [DOCS / "commands.md", DOCS / "vi/commands.md"]
LONGEST = {"README.md": 130, "README.vi.md": 130, "docs/architecture.md": 120}
"""Lines of the pages by which people enter."""


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


# ---- links -----------------------------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    heads = re.findall(r"^#+ +(.+)$", re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL), re.MULTILINE)
    plain = (re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", head).strip().lower() for head in heads)
    return {re.sub(r"[^\w\- ]", "", head).replace(" ", "-") for head in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(text_of(page))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), f"{page.name} links to {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{page.name} links to {target}"


def links(page: Path) -> set[Path]:
    """The files that a page links to."""
    found = re.findall(r"\]\(([^)\s#:]+)(?:#[^)]*)?\)", without_code(text_of(page)))
    return {(page.parent / target).resolve() for target in found}


def test_every_page_can_be_found_from_the_readme() -> None:
    assert DOCS / "README.md" in links(HOME / "README.md")
    found = links(DOCS / "README.md")
    missing = {*DOCS.glob("*.md")} - found - {DOCS / "README.md"}
    assert not missing


@pytest.mark.parametrize(("name", "lines"), LONGEST.items())
def test_a_page_to_enter_by_is_short(name: str, lines: int) -> None:
    assert len(text_of(HOME / name).splitlines()) <= lines


def test_every_vietnamese_page_can_be_found_from_the_vietnamese_readme() -> None:
    linked = re.findall(r"\]\(docs/vi/(\w[\w-]*\.md)[)#]", text_of(HOME / "README.vi.md"))
    assert set(linked) == {page.name for page in (HOME / "docs/vi").glob("*.md")}


def test_pictures_are_small() -> None:
    for picture in (HOME / "docs/img").glob("*.png"):
        assert picture.stat().st_size <= 150 * 1024, picture.name


# ---- commands --------------------------------------------------------------------------------------------------------


def commands_in(text: str) -> Iterator[list[str]]:
    """Every command line of a page: in fenced blocks, and between back-ticks."""
    fenced = re.findall(r"```(?:sh|console)?\n(.*?)```", text, re.DOTALL)
    lines = [line for block in fenced for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", text)
    for line in lines:
        found = re.match(r"(?:\$ )?(?:python3 )?(?:\S*/)?(?:build\.py|congvan) (.+)", line.strip())
        if found:
            yield shlex.split(found[1], comments=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_commands_are_understood_by_the_parser(page: Path) -> None:
    for words in commands_in(text_of(page)):
        if any("…" in word or "..." in word or word.isupper() for word in words):
            continue
        if "--help" not in words and "--version" not in words:
            app.parse(words)


@pytest.mark.parametrize("page", COMMANDS, ids=lambda path: path.parent.name)
def test_the_page_of_commands_names_every_command_and_every_exit_code(page: Path) -> None:
    text = text_of(page)
    for command in app.commands():
        assert re.search(rf"build\.py (?:\S+ )*{command}\b|`{command}\b", text), command
    for code in Exit:
        assert re.search(rf"^\| `?{int(code)}`? \|", text, re.MULTILINE), f"exit code {code}"


@pytest.mark.full("long runs")
@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_paper_of_the_readme_is_built_as_it_is_typed(readme: Path, tmp_path: Path) -> None:
    """The five lines of “a paper of your own”, but for the editor; then a build, by which the number is printed."""
    block = next(block for block in re.findall(r"```sh\n(.*?)```", text_of(readme), re.DOTALL) if "init" in block)
    lines = [shlex.split(line) for line in block.splitlines()]
    folder = tmp_path / Path(lines[0][3]).name
    project = Project(folder)
    typed = [[str(folder) if word == lines[0][3] else word for word in words] for words in lines]
    assert [words[0] for words in lines].count("nano") == 1
    assert len(lines) == 5
    for words in [*typed, ["python3", "build.py", "--root", str(folder)]]:
        if words[0] == "nano":
            assert (tmp_path / words[1].removeprefix("../")).is_file()
            continue
        run = project.run(*words[2:], cwd=tmp_path)
        assert run.code == 0, (words, run.out, run.err)
    assert "Số: 12/GM-SNV" in " ".join(pdf_words(folder / "outputs/moi-hop/letter/giay-moi.pdf"))


@pytest.mark.parametrize("command", app.commands())
def test_every_option_has_a_help_text(command: str) -> None:
    parser = app.Command(prog=command, module=app.commands()[command][0], for_programs=False)
    for action in parser.completed()._actions:
        assert action.help, f"{command} {action.dest}"


# ---- data ------------------------------------------------------------------------------------------------------------


def models(annotation: Any, around: tuple[Any, ...] = ()) -> Iterator[type[BaseModel]]:
    """Every model inside a type; one that holds itself once."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in around:
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation, (*around, annotation))
    for inner in get_args(annotation):
        yield from models(inner, around)


def all_models() -> dict[str, type[BaseModel]]:
    found = [model for file in FILES.values() for model in models(file.model)]
    for file in (ListFile, Signage, Paper):
        found += models(file)
    return {model.__name__: model for model in [*found, *models(Dispatch)]}


@pytest.mark.parametrize("model", all_models().values(), ids=lambda model: model.__name__)
def test_every_key_of_the_data_is_explained(model: type[BaseModel]) -> None:
    text = text_of(HOME / "docs/data.md")
    keys = [field.alias or name for name, field in model.model_fields.items() if not field.exclude]
    missing = [key for key in keys if f"`{key}`" not in text]
    assert not missing, f"docs/data.md says nothing of {missing} of {model.__name__}"


def yaml_blocks(page: Path) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", text_of(page), re.DOTALL)


def model_of(block: str, data: Any) -> Any:
    """Return what an example of YAML is a part of, by its keys."""
    if isinstance(data, list):
        return tuple[Document, ...] if "path:" in block else None
    if "list" in data:
        return ListFile
    models: tuple[type[BaseModel], ...] = (Agency, Signage, Dispatch)
    if "owing_names" in block:
        return Paper
    return next(model for model in models if set(data) <= {*model.model_fields})


VIETNAMESE = sorted((HOME / "docs/vi").glob("*.md"))


@pytest.mark.parametrize("page", [page for page in VIETNAMESE if yaml_blocks(page)], ids=lambda path: path.name)
def test_every_example_of_yaml_is_true(page: Path) -> None:
    """An example is what the data take: its keys and values, though not all that a whole file has."""
    for block in yaml_blocks(page):
        part = block if not block.startswith(" ") else f"forms:\n{block}"
        source = parse(part.encode(), page.name)
        model = model_of(part, source.data)
        if model is None:
            continue
        _, problems = validated(source.data, model, page.name, source.place)
        wrong = [each for each in problems if each.code != "key-missing"]
        assert not wrong, (block, wrong)


def test_every_data_file_is_explained() -> None:
    text = text_of(HOME / "docs/data.md")
    for name in FILES:
        assert f"`{name}`" in text


def test_every_content_and_every_fact_is_explained() -> None:
    from congvan.model.loader import load
    from congvan.model.project import assets

    text = text_of(HOME / "docs/data.md")
    for name in [*CONTENTS, *FILE_SETS]:
        assert f"`{name}`" in text
    dataset = load(assets.read(HOME))
    facts = dispatch_facts(dataset, next(iter(dataset.dispatches)), "corrected")
    for name in [*facts, *(f"dispatch.{key}" for key in facts["dispatch"])]:
        assert f"`{name}`" in text, name


# ---- the how-to ------------------------------------------------------------------------------------------------------

STEP = re.compile(r"(?P<before>[^\n]*(?:\n[^\n`][^\n]*)*)\n\n```(?P<kind>\w+)\n(?P<block>.*?)```", re.DOTALL)


def type_into_word(path: Path, lines: list[str]) -> None:
    """What a person does in Word: paragraphs, and lines of cells as a table."""
    import docx

    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    for line in lines:
        if not line.startswith("|"):
            document.add_paragraph(line)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text.strip()
    document.save(str(path))


def strangers_letter(path: Path) -> None:
    """A letter as an office has it: a table as head, direct formatting, words in runs of their own, a footer."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.footer.paragraphs[0].text = "Trang thông tin của Sở"
    cells = document.add_table(1, 2).rows[0].cells
    for cell, lines in zip(cells, (("SỞ MẪU",), ("CỘNG HÒA XÃ HỘI", "Độc lập - Tự do")), strict=True):
        cell.text = "\n".join(lines)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("GIẤY MỜI").alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph = document.add_paragraph("Kính mời: ")
    for piece in ("Ông ", "Lê Văn", " Thí Dụ"):  # as Word splits it
        paragraph.add_run(piece).bold = True
    paragraph.add_run(", Trưởng phòng Nội vụ")
    document.add_paragraph("Mời ngồi bàn số 5. Rất mong có mặt.").alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.save(str(path))


def type_instead(path: Path, lines: list[str]) -> None:
    """Type other words in the place of some: they take the look of the first letter that they replace."""
    import docx

    document = docx.Document(str(path))
    for line in lines:
        old, new = line.split(" → ")
        paragraph = next(each for each in document.paragraphs if old in each.text)
        start = paragraph.text.index(old)
        at = 0
        for run in paragraph.runs:
            text, first = run.text, at
            at += len(text)
            kept = "".join(text[i] for i in range(len(text)) if not start <= first + i < start + len(old))
            run.text = kept[: start - first] + new + kept[start - first :] if first <= start < at else kept
    document.save(str(path))


def follow(page: str, folder: Path) -> Project:
    """Do what the page says, step by step, in a new folder."""
    project = Project(folder)
    for step in STEP.finditer(page):
        kind, block = step["kind"], step["block"]
        if kind == "sh":
            for line in block.splitlines():
                words = line.removeprefix("python3 build.py ").split()
                words = [str(folder) if word == "thu-nghiem" else word for word in words]
                run = project.run(*words, cwd=folder.parent)
                assert run.code == 0, (line, run.out, run.err)
                if words[0] == "init":
                    warm_up(folder)
        elif kind == "text":
            for line in block.splitlines():
                assert (folder / line).is_file(), line
        else:
            name = re.findall(r"`((?:templates|data)/[^`]+)`", step["before"])[-1]
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if kind == "docx":
                type_into_word(path, block.splitlines())
            elif kind == "replace":
                strangers_letter(path)
                type_instead(path, block.splitlines())
            elif path.exists():
                path.write_text(f"{text_of(path)}\n{block}", "utf-8")
            else:
                path.write_text(block, "utf-8")
    return project


@pytest.mark.full("long runs")
def test_how_to_works_as_it_is_written(tmp_path: Path) -> None:
    project = follow(text_of(HOME / "docs/new-document.md"), tmp_path / "thu-nghiem")
    made = project.root / "outputs/bluezone-2020"
    envelopes = sorted((made / "phong-bi").glob("*.pdf"))
    assert len(envelopes) == 17
    words = " ".join(pdf_words(made / "phong-bi/vnpt-lang-son.pdf"))
    assert words == "Sở Thông tin và Truyền thông Số: /STTTT-BCVT Kính gửi: Trung tâm kinh doanh VNPT Lạng Sơn"
    notices = {path.stem: " ".join(docx_words(path)) for path in (made / "notices").glob("*.docx")}
    assert len(notices) == 11
    assert "Phòng Văn hóa và Thông tin huyện Cao Lộc nhận danh sách" in notices["cao-loc"]
    assert "trước ngày 20/8/2020." in notices["cao-loc"]
    assert (
        "2. Viettel Lạng Sơn 02 người 3. Mobifone Lạng Sơn 02 người 4. Bưu điện tỉnh 5. Chi nhánh" in notices["cao-loc"]
    )
    assert [name for name, text in notices.items() if "danh sách các phường" in text] == ["thanh-pho-lang-son"]
    cards = {path.stem: pdf_words(path) for path in (made / "name-cards").glob("*.pdf")}
    assert " ".join(cards["tran-thi-vi-du"]) == "Trần Thị Ví Dụ Trưởng phòng Bàn 2"
    mine = made / "invitations/tran-thi-vi-du"
    words = "Kính mời: Trần Thị Ví Dụ, Trưởng phòng Mời ngồi bàn số 2. Rất mong có mặt."
    assert words in " ".join(docx_words(mine.with_suffix(".docx")))
    assert words in " ".join(pdf_words(mine.with_suffix(".pdf")))
    assert "Trang thông tin của Sở" in " ".join(pdf_words(mine.with_suffix(".pdf")))
    files = assets.read(project.root)
    own = ("phong-bi", "notices", "name-cards", "invitations")
    jobs = [job for job in jobs_of(plan(load(files), Selection())) if job.document in own]
    assert len({job.template for job in jobs}) == 4
    assert not_filled(Renderer(files, DiskCache(project.root / FOLDER)), jobs) == {}


# ---- names of the code -----------------------------------------------------------------------------------------------

ABOUT_NOW = [page for page in PAGES if page.name not in ("CHANGELOG.md", "first-steps.md")]
"""Pages on the code at hand: the changelog names what was, the first steps what the reader writes."""


@pytest.mark.parametrize("page", ABOUT_NOW, ids=lambda path: path.name)
def test_files_and_make_targets_of_a_page_exist(page: Path) -> None:
    text = text_of(page)
    for name in re.findall(
        r"(?<![\w/.-])((?:congvan|tests|tools|benchmarks)/[\w/-]+\.(?:py|sh|json|md|po|toml)\b)", text
    ):
        assert (HOME / name).exists(), f"{page.name} names {name}"
    targets = set(re.findall(r"^([a-z-]+):", text_of(HOME / "Makefile"), re.MULTILINE))
    for name in re.findall(r"(?:`|^ *|; )make ([a-z-]+)", text, re.MULTILINE):
        assert name in targets, f"{page.name} names make {name}"


def test_terms_of_the_code_name_what_is_there() -> None:
    """Paths (`plan/planner.py`) exist, and the modules of dotted names (`model.lists.entries.Entry`) hold them."""
    terms = [line for line in text_of(HOME / "docs/code-terms.md").splitlines() if line.startswith("- **")]
    for path in re.findall(r"`([a-z0-9_]+/[a-z0-9_/]*(?:\.py|\.json)?)`", "\n".join(terms)):
        assert path == "outputs/" or (HOME / "congvan" / path).exists(), path
    for name in re.findall(r"`((?:[a-z0-9_]+\.)+[A-Za-z0-9_]+)`", "\n".join(terms)):
        room, step, *inner = HOME / "congvan", *name.split(".")
        while (room / step).is_dir() and inner:
            room, step, *inner = room / step, *inner
        if not (HOME / "congvan" / name).exists() and not (room / step).is_dir():
            assert (room / f"{step}.py").exists(), name
            assert not inner or re.search(rf"\b{inner[0]}\b", text_of(room / f"{step}.py")), name


def test_help_runs_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(HOME / "build.py"), "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "build.py" in done.stdout
