"""A year of an office: a project folder with as many dispatches, and as many receivers of each, as wanted.

The dispatches are the sample one under further numbers and dates, without its signs and errata. Every invented name
says that it is a sample ("mẫu").
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
SAMPLE = "data/dispatches/bluezone-2020.yaml"


def make_year(folder: Path, dispatches: int, *, receivers: int = 0, returns: bool = False) -> None:
    """Data and templates below `folder`. `receivers`: that many bodies in Kính gửi instead of the sample's.

    `returns`: one daily report of the sample dispatch has come back, so that there is a database of returned forms.
    """
    for name in ("data", "templates"):
        shutil.copytree(HOME / name, folder / name)
    text = (folder / SAMPLE).read_text("utf-8")
    if receivers:
        bodies = [f"to-chuc-mau-{n}" for n in range(1, receivers + 1)]
        entries = "".join(f"\n- id: {body}\n  name: Tổ chức mẫu {n}\n" for n, body in enumerate(bodies, 1))
        with (folder / "data/bodies.yaml").open("a", encoding="utf-8") as file:
            file.write(entries)
        line = f"receivers:\n  - members: [{', '.join(bodies)}]\n    text: Các tổ chức (mẫu)\n\n"
        text = re.sub(r"^receivers:.*?\n\n", lambda _: line, text, flags=re.DOTALL | re.MULTILINE)
        text = re.sub(r"^(forms|errata):.*?(?=^\w|\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
        text = text.replace("signs: true", "signs: false")
        (folder / SAMPLE).write_text(text, "utf-8")
    plain = re.sub(r"^errata:.*", "", text, flags=re.DOTALL | re.MULTILINE).replace("signs: true", "signs: false")
    for n in range(1, dispatches):
        dated = re.sub(r"^number: .*$", f"number: {n}", plain, flags=re.MULTILINE)
        dated = re.sub(r"^date: .*$", "date: {day: 19, month: 8, year: 2020}", dated, flags=re.MULTILINE)
        (folder / f"data/dispatches/cong-van-{n:04d}.yaml").write_text(dated, "utf-8")
    if returns:
        report = ["report", "vnpt-lang-son", "2020-08-21", "cai_dat=120", "huong_dan=45", "--dispatch", Path(SAMPLE).stem]
        command = [sys.executable, str(HOME / "build.py"), *report, "--root", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
