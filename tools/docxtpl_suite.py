"""Run docxtpl's own test scripts by docxtpl and by congvan, and compare their documents part by part.

    .venv/bin/python tools/docxtpl_suite.py FOLDER/tests

FOLDER is a checkout of docxtpl's repository; it is copied, not changed. A script counts as equal if every part of each
of its documents is the same XML (C14N; properties of runs and cells in any order) in both. docs/docx.md says of each
script that differs why the difference is meant.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

HOME = Path(__file__).resolve().parent.parent
HOOK = "from tools.docxtpl_suite import install\ninstall()\n"


def install() -> None:
    """Have `docxtpl.DocxTemplate` render by congvan, in this process."""
    import docxtpl

    docxtpl.DocxTemplate = _adapter(docxtpl)
    if sys.orig_argv[1:3] == ["-m", "docxtpl"]:  # the module takes the class from where it is written
        docxtpl.template.DocxTemplate = docxtpl.DocxTemplate


def _adapter(docxtpl: Any) -> type:
    """Return docxtpl's class with congvan's compiler behind it."""
    from jinja2 import TemplateError

    from congvan.core.problems import ProblemsFound
    from congvan.formats.docx import foreign
    from congvan.formats.docx.template import compile_template

    class ByCongvan(docxtpl.DocxTemplate):
        def reset_replacements(self) -> None:
            super().reset_replacements()
            self.contents: dict[bytes, bytes] = {}
            self.rendered = b""

        def template(self, environment: Any = None) -> Any:
            return compile_template(_bytes(self.template_file), name="mau", strict=False, environment=environment)

        def render(self, context: Mapping[str, Any], jinja_env: Any = None, autoescape: bool = False) -> None:
            try:
                self.rendered = self.template(jinja_env).render(_records(context))
            except ProblemsFound as error:
                raise TemplateError(str(error)) from error
            self.is_rendered = True

        def save(self, filename: Any, *_args: Any, **_named: Any) -> None:
            data = self.rendered or _bytes(self.template_file)
            new = foreign.Replacements(self.pics_to_replace, self.contents, self.zipname_to_replace)
            data = foreign.replaced(data, new, "mau")
            if hasattr(filename, "write"):
                filename.write(data)
            else:
                Path(filename).write_bytes(data)

        def replace_media(self, src_file: Any, dst_file: Any) -> None:
            self.contents[_bytes(src_file)] = _bytes(dst_file)

        replace_embedded = replace_media

        def build_url_id(self, url: str) -> str:
            return foreign.url_id(url)

        def new_subdoc(self, docpath: Any = None) -> Any:
            return _Part(docpath, self.template_file)

        def get_undeclared_template_variables(self, jinja_env: Any = None, context: Any = None) -> set[str]:
            return {name.partition(".")[0] for name in self.template(jinja_env).names()} - set(context or {})

    return ByCongvan


class _Part:
    """A sub-document that is written by python-docx, with the styles of the template."""

    def __init__(self, path: Any, template: Any) -> None:
        from docx import Document

        self._document = Document(path or io.BytesIO(_bytes(template)))
        if path is None:
            self._document._body.clear_content()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._document, name)

    def record(self) -> dict[str, Any]:
        out = io.BytesIO()
        self._document.save(out)
        return {"_docx": "subdoc", "data": out.getvalue()}


def _records(value: Any) -> Any:
    if isinstance(value, _Part):
        return value.record()
    if type(value) is dict:
        return {key: _records(each) for key, each in value.items()}
    return [_records(each) for each in value] if type(value) is list else value


def _bytes(file: Any) -> bytes:
    if hasattr(file, "read"):
        file.seek(0)
        return bytes(file.read())
    return Path(file).read_bytes()


def run(scripts: Path, folder: Path, *, ours: bool) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Yield each script's name, its error, and the documents that it wrote, in a copy of the tests."""
    copy = folder / ("congvan" if ours else "docxtpl")
    shutil.copytree(scripts, copy)
    path = [str(HOME)]
    if ours:
        (folder / "hook").mkdir()
        (folder / "hook/sitecustomize.py").write_text(HOOK)
        path.insert(0, str(folder / "hook"))
    for script in sorted(copy.glob("*.py")):
        if script.stem in ("runtests", "__init__"):
            continue
        shutil.rmtree(copy / "output", ignore_errors=True)
        (copy / "output").mkdir()
        env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path),
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        }
        done = subprocess.run(
            [sys.executable, script.name], cwd=copy, env=env, capture_output=True, text=True, check=False
        )
        error = done.stderr.strip().rpartition("\n")[2] if done.returncode else ""
        yield script.stem, error, {each.name: each.read_bytes() for each in (copy / "output").iterdir()}


def differing(ours: bytes, theirs: bytes) -> list[str]:
    """Return the names of the parts that differ; links are compared by their targets, embedded packages by parts."""
    from tests.formats.docx_samples import canonical
    from tests.package import parts_of

    first, second = parts_of(ours), parts_of(theirs)
    names = (set(first) | set(second)) - {"docProps/core.xml", "[Content_Types].xml"}

    def same(name: str) -> bool:
        if name not in first or name not in second:
            return name.endswith(".rels") and not _links(first, name) and not _links(second, name)
        if name.endswith(".rels"):
            return sorted(_links(first, name).values()) == sorted(_links(second, name).values())
        if first[name].startswith(b"PK") and second[name].startswith(b"PK"):
            return not differing(first[name], second[name])
        mine, other = (
            _resolved(canonical(parts[name].removeprefix(BOM_UTF8)), parts, name) for parts in (first, second)
        )
        return mine == other

    return sorted(name for name in names if not same(name))


def _links(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    from congvan.core.opc.reader import relationships

    folder, _rels, file = name.rpartition("_rels/")
    found = relationships(parts.get(name, b"<r/>"), folder + file.removesuffix(".rels"))
    return {link.id: f"{link.kind} {link.target}" for link in found}


def _resolved(xml: bytes, parts: Mapping[str, bytes], name: str) -> str | bytes:
    """Return XML with the targets of its links in the place of their ids, prefixes counted in order."""
    from congvan.core.opc.reader import relationships_part

    links = _links(parts, relationships_part(name))
    xml = re.sub(rb'(?<= r:id=")[^"]*', lambda match: escape(links.get(match[0].decode(), "")).encode(), xml)
    return ElementTree.canonicalize(xml.decode(), rewrite_prefixes=True) if xml.startswith(b"<") else xml


def main() -> int:
    sys.path.insert(0, str(HOME))

    equal = 0
    with tempfile.TemporaryDirectory() as folder:
        scripts = Path(sys.argv[1])
        theirs = list(run(scripts, Path(folder), ours=False))
        ours = list(run(scripts, Path(folder), ours=True))
    for (name, their_error, their_files), (_name, our_error, our_files) in zip(theirs, ours, strict=True):
        different = [
            f"{file}: {', '.join(differing(our_files[file], their_files[file]))}"
            for file in sorted(their_files)
            if file in our_files and differing(our_files[file], their_files[file])
        ]
        lost = sorted(set(their_files) - set(our_files))
        same = not (different or lost) and bool(their_error) == bool(our_error)
        equal += same
        print(
            f"{name}: {'equal' if same else '; '.join([*different, *(f'not written: {each}' for each in lost)])}"
            + (f" [docxtpl: {their_error}]" if their_error else "")
            + (f" [congvan: {our_error}]" if our_error else "")
        )
    print(f"{equal} of {len(theirs)} equal")
    return 0


if __name__ == "__main__":
    sys.exit(main())
