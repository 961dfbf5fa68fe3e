"""Build the documentation as a site that can be searched without a network, in dist/docs: `make docs`.

    python tools/docs_site.py ZENSICAL

ZENSICAL is the program of that name. The pages are those of the repository, at the same places, so that a link leads to
the same page on the site and in a checkout. The navigation is the list of docs/README.md, in English, and that of
README.vi.md, in Vietnamese. A link that leads nowhere ends the build with exit code 1.

Why Zensical: it is the successor of mkdocs-material, which is not developed any more, by the same authors.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
STAGED = HOME / ".cache/docs"
SITE = HOME / "dist/docs"
SOURCES = (
    "*.md",
    "docs/**/*.md",
    "docs/img/*.png",
    "tests/acceptance/promises/*.md",
    "benchmarks/*.md",
    "benchmarks/*.png",
)
LINK = re.compile(r"\[([^\]]+)\]\(([^)#]+\.md)\)")

FOREIGN = re.compile(r'<script src="https://[^"]*/iframe-worker/shim"[^>]*></script>')
WORKER = """\
if (location.protocol === "file:") {
  const program = URL.createObjectURL(new Blob([%s], {type: "text/javascript"}));
  const Started = window.Worker;
  window.Worker = class extends Started { constructor() { super(program); } };
}
"""

SETTINGS = """\
[project]
site_name = "congvan"
site_description = "Official documents, forms and signs of Vietnamese agencies, from YAML and Word"
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
nav = %s

[project.theme]
language = "vi"
font = false
features = ["navigation.tabs", "navigation.top", "search.highlight", "content.code.copy"]

[project.plugins.offline]

[project.markdown_extensions.attr_list]
[project.markdown_extensions.md_in_html]
[project.markdown_extensions.pymdownx.highlight]
[project.markdown_extensions.pymdownx.superfences]
[project.markdown_extensions.tables]
[project.markdown_extensions.toc]
permalink = true
slugify = { object = "pymdownx.slugs.slugify", kwds = { case = "lower" } }
"""


def linked(text: str, folder: str) -> Iterator[tuple[str, str]]:
    """Yield (title, path from the top) of each page that a text links to, once."""
    seen = set()
    for title, target in LINK.findall(text):
        path = (HOME / folder / target).resolve().relative_to(HOME).as_posix()
        if path not in seen:
            seen.add(path)
            yield heading(HOME / path) or title, path


def heading(page: Path) -> str:
    """Return the first heading of a page, "" if it has none."""
    found = re.search(r"^# +(.+)$", page.read_text("utf-8"), re.MULTILINE)
    return found[1].replace("`", "") if found else ""


def navigation() -> list[dict[str, object]]:
    """Return the tabs: English by the sections of docs/README.md, Vietnamese by the rows of README.vi.md."""
    _, *sections = re.split(r"^## ", (HOME / "docs/README.md").read_text("utf-8"), flags=re.MULTILINE)
    english: list[dict[str, object]] = [{"congvan": "README.md"}]
    for section in sections:
        name, _, text = section.partition("\n")
        if name != "Tiếng Việt":
            english.append({name: [{title: path} for title, path in linked(text, "docs")]})
    pages = linked((HOME / "README.vi.md").read_text("utf-8"), ".")
    vietnamese = [{title: path} for title, path in pages if path != "README.md"]
    return [{"Tiếng Việt": [{"congvan": "README.vi.md"}, *vietnamese]}, {"English": english}]


def toml(value: object) -> str:
    """Return lists, tables with one key and strings as inline TOML."""
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return "{{ {} }}".format(", ".join(f"{toml(key)} = {toml(each)}" for key, each in value.items()))
    return json.dumps(value, ensure_ascii=False)


def stage() -> None:
    shutil.rmtree(STAGED / "pages", ignore_errors=True)
    for pattern in SOURCES:
        for path in HOME.glob(pattern):
            target = STAGED / "pages" / path.relative_to(HOME)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (STAGED / "zensical.toml").write_text(SETTINGS % toml(navigation()), "utf-8")


def search_without_network(site: Path) -> None:
    """Have pages that are opened as files search too, by a worker whose program is a part of the page's own scripts.

    Why: a browser starts no worker from a file, and the generator's way around that is a script of another site.
    """
    (worker,) = site.glob("assets/javascripts/workers/search.*.js")
    script = site / "assets/javascripts/worker_of_files.js"
    script.write_text(WORKER % json.dumps(worker.read_text("utf-8")), "utf-8")
    for page in site.rglob("*.html"):
        local = Path(os.path.relpath(script, page.parent)).as_posix()
        text, count = FOREIGN.subn(f'<script src="{local}"></script>', page.read_text("utf-8"))
        if count:
            page.write_text(text, "utf-8")
        if "://unpkg" in text:
            raise SystemExit(f"{page}: a script of another site")


def main(program: str) -> int:
    stage()
    done = subprocess.run([str(Path(program).resolve()), "build", "--strict"], cwd=STAGED, check=False)
    if done.returncode == 0:
        search_without_network(STAGED / "site")
        shutil.rmtree(SITE, ignore_errors=True)
        shutil.copytree(STAGED / "site", SITE)
        print(f"{SITE.relative_to(HOME)}/index.html")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
