"""A project folder whose province has as many districts as wanted: the sample project with other districts ("mẫu")."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


def make_province(folder: Path, districts: int) -> None:
    """Data and templates below `folder`; every district has a form for each of the sample's five enterprises.

    Its forms over all districts, as long as the province is large, are no part of `build rosters` there.
    """
    for name in ("data", "templates"):
        shutil.copytree(HOME / name, folder / name)
    districts_file = folder / "data/lists/huyen.yaml"
    head, _entries, _rest = districts_file.read_text("utf-8").partition("\nentries:\n")
    entries = "".join(f"- {{id: huyen-mau-{n}, kind: huyện, name: Mẫu {n}}}\n" for n in range(1, districts + 1))
    districts_file.write_text(f"{head}\nentries:\n{entries}", "utf-8")
    communes = folder / "data/lists/xa.yaml"
    text = re.sub(r", district: [a-z-]+", "", communes.read_text("utf-8"))
    communes.write_text(text, "utf-8")
    documents = folder / "data/documents.yaml"
    text = documents.read_text("utf-8").replace("path: rosters/{{ enterprise.id }}", "path: all/{{ enterprise.id }}")
    documents.write_text(text, "utf-8")
