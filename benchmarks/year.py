"""A folder with what an office writes in years: sample letters, one beside the other; every invented part says "mẫu".

For tests and for the bench. The facts of the project's own data folder are kept; its dispatches are replaced.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
YEARS = range(2018, 2021)
_LETTER = """\
kind: cong-van
number: {number}
date: {year}-{month:02}-{day:02}
unit: BCVT
subject: triển khai nhiệm vụ số {index} của năm {year} (mẫu)
signer: phuong-thi-huong-lan

receivers:
{receivers}

facts:
  dot: {turn}

cites:
  - what: Công văn số {number}/CVT-VP của Cục Viễn thông (mẫu)
    date: {year}-01-01

body: |
  Thực hiện Công văn số {number}/CVT-VP của Cục Viễn thông (mẫu) về nhiệm vụ năm {year}, {{{{ agency.name }}}} đề nghị
  các đơn vị thực hiện đợt {{{{ facts.dot }}}} như sau:

  1. Rà soát, thống kê các điểm cung cấp dịch vụ trên địa bàn, gửi kết quả về {{{{ agency.name }}}} (mẫu).

  2. Cử đầu mối phối hợp thực hiện; chủ động xử lý các vướng mắc phát sinh (mẫu).

  Đề nghị các đơn vị phối hợp triển khai thực hiện./.

copies:
  - text: Như trên
  - to: ubnd-tinh
    purpose: b/c
archive: {{unit: BCVT}}
"""
_GROUP = """\
  - members: [{members}]
    text: Các đơn vị theo danh sách (mẫu)
    others: Các đơn vị khác theo danh sách (mẫu)"""


_FORM = """
forms:
  - id: bao-cao-ngay
    name: Báo cáo
    subject: Kết quả (mẫu)
    head: none
    per: {doanh_nghiep: doanh-nghiep}
    period: {each: day}
    columns: [{id: cai-dat, label: Lượt cài đặt, type: integer}]
    rows: 1
"""


def make_year(folder: Path, dispatches: int, *, receivers: int = 1, returns: bool = False) -> list[str]:
    """A project in `folder`, which is made, with so many dispatches spread over three years; gives their ids in order.

    receivers  bodies that each dispatch is addressed to, one letter each; with one there is but the letter itself
    returns    whether something has come back: a daily report to each dispatch (needs the project's packages)
    """
    shutil.copytree(HOME / "templates", folder / "templates")
    shutil.copytree(HOME / "data", folder / "data", ignore=shutil.ignore_patterns("dispatches", "schema", "papers"))
    documents = folder / "data/documents.yaml"  # without the papers of the sample's own dispatch
    entries = re.split(r"^(?=- )", documents.read_text("utf-8"), flags=re.MULTILINE)
    documents.write_text("".join(each for each in entries if "paper:" not in each), "utf-8")
    (folder / "data/dispatches").mkdir()
    bodies = [f"don-vi-mau-{number}" for number in range(1, receivers + 1)]
    with (folder / "data/lists/co-quan.yaml").open("a", encoding="utf-8") as file:
        file.writelines(f"\n- id: {body}\n  name: Đơn vị mẫu số {n}\n" for n, body in enumerate(bodies, 1))
    addressed = f"  - to: {bodies[0]}" if receivers == 1 else _GROUP.format(members=", ".join(bodies))
    ids = []
    for index in range(dispatches):
        year = YEARS[index * len(YEARS) // dispatches]
        first = -(-YEARS.index(year) * dispatches // len(YEARS))  # the first dispatch of this year
        number = index - first + 1
        ids.append(f"mau-{year}-so-{number:04}")
        text = _LETTER.format(
            number=number, year=year, month=number % 12 + 1, day=number % 28 + 1,
            index=index + 1, turn=index % 4 + 1, receivers=addressed,
        )  # fmt: skip  # a table: what belongs together on a line
        (folder / f"data/dispatches/{ids[-1]}.yaml").write_text(text + (_FORM if returns else ""), "utf-8")
    if returns:
        _come_back(folder, ids)
    return ids


def _come_back(folder: Path, ids: list[str]) -> None:
    from congvan.returns.ledger.database import location
    from congvan.returns.ledger.store import Event, Store

    day, keys = "2020-08-21", {"doanh_nghiep": "vnpt-lang-son"}
    row = {"n": 1, "entry": "", "cell": "", "values": {"cai-dat": 12}, "state": "taken", "issues": []}
    body = {"form": "bao-cao-ngay", "keys": keys, "period": day, "how": "phone", "sections": {"bang": [row]}}
    with Store.open(location(folder, None)) as store, store.change() as change:
        for dispatch in ids:
            change.add(Event("told", f"bao-cao-ngay/doanh_nghiep=vnpt-lang-son/ky={day}", body, dispatch, "", "mẫu"))
