"""`print` and `reprint` on the command line: what the page does by its buttons."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sample_project import new_project
from tests.web.printed_paper import LETTER, PACKS, put_files


def test_files_for_the_printer_and_pages_of_them_again(tmp_path: Path) -> None:
    project = put_files(new_project(tmp_path / "project"))
    packs = project.run("print", "packs", f"outputs/{LETTER}", "--sheets", "3", "--copies", "1", "--lang", "vi")
    files = re.findall(r"\.congvan/print/\S+\.pdf", packs.out)
    assert (packs.code, len(files)) == (0, 3), packs.out
    assert "2 tờ, số bản: 1" in packs.out
    again = project.run("reprint", files[0], "1", "--lang", "vi")
    assert (again.code, "trang 1 đến 2" in again.out) == (0, True), again.out
    alone = project.run("print", "--one-sided", "--lang", "en")
    assert "sheets, copies: " in alone.out
    assert (project.root / re.findall(r"\.congvan/print/\S+\.pdf", alone.out)[0]).is_file()
    wrong = project.run("print", PACKS[0].replace("cao-loc", "khong-co"), "--lang", "vi")
    assert "không phải bản PDF in được" in wrong.err + wrong.out
    assert wrong.code == 2
    assert project.run("reprint", files[0], "nhiều").code == 2


def test_an_edited_template_takes_its_place_and_goes_back(tmp_path: Path) -> None:
    project = new_project(tmp_path / "project")
    template = project.root / "templates/van-ban.docx"
    before, new = template.read_bytes(), project.root / "sua.docx"
    new.write_bytes((project.root / "templates/danh-sach-gui.docx").read_bytes())
    taken = project.run("template", "replace", "van-ban.docx", str(new), "--lang", "vi")
    assert (taken.code, template.read_bytes()) == (0, new.read_bytes()), taken.out
    assert project.run("template", "replace", "templates/van-ban.docx", "--undo").code == 0
    assert template.read_bytes() == before
