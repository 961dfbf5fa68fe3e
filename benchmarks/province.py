"""A project folder whose province has as many districts as wanted: the sample project with further ones ("mẫu")."""

from __future__ import annotations

import shutil
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


def make_province(folder: Path, districts: int) -> None:
    """Data and templates below `folder`; every district has a form for each of the sample's five enterprises."""
    for name in ("data", "templates"):
        shutil.copytree(HOME / name, folder / name)
    entries = "".join(f"- {{id: huyen-mau-{n}, kind: huyện, name: Mẫu {n}}}\n" for n in range(1, districts + 1))
    (folder / "data/districts.yaml").write_text(entries, "utf-8")
