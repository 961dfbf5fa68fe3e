"""`new --kind thong-bao NAME`: a commented first draft of a dispatch of any of the 29 kinds.

The contents of a draft are samples to be overwritten. A draft builds without changes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from congvan.model.project.yaml_reader import parse


@cache
def samples() -> Mapping[str, Mapping[str, str]]:
    """Return the sample of each kind: subject, body, the extra block of its sheet, the comment beside its receivers."""
    file = Path(__file__).with_name("samples.yaml")
    data: Any = parse(file.read_bytes(), file.name).data
    texts = data["texts"] | {"": ""}
    return {
        kind: sample | {key: texts[sample.get(key, "")] for key in ("block", "body")}
        for kind, sample in data["kinds"].items()
    }


def draft(kind: str, signer: str, bodies: Sequence[str], month: int, year: int, unit: str = "VP") -> str:
    """Return the YAML of a dispatch of this kind, signed by `signer`, addressed to the first of `bodies`."""
    sample = samples()[kind]
    block, body = sample["block"], sample["body"]
    first = bodies[0] if bodies else ""
    other = bodies[1] if len(bodies) > 1 else first
    lines = [
        "# yaml-language-server: $schema=../schema/dispatch.json",
        "# Bản nháp mẫu: sửa lại cho đúng; chỗ nào có chữ (mẫu) là phải thay.",
        "",
        f"kind: {kind}",
        "number: blank                                  # khi có số: python3 build.py number 123 --date …",
        f"date: {{day: blank, month: {month}, year: {year}}}",
        *([f"unit: {unit:<41}# chữ viết tắt đơn vị soạn thảo, trong ký hiệu công văn"] if kind == "cong-van" else []),
        f"subject: {sample['subject']}",
        "medium: paper                                  # paper: bản giấy | electronic: văn bản điện tử",
        f"signer: {signer:<39}# mã trong data/agency.yaml",
    ]
    if first and "receivers" in sample:
        lines += ["", f"receivers:                                     # {sample['receivers']}", f"  - to: {first}"]
        lines += [f"  - to: {other}"] if kind in ("cong-van", "cong-dien") and other != first else []
    lines += ["", block.rstrip()] if block else []
    if body:
        note = "# dòng trống ngăn các đoạn; # là số tự động, #ten là số có tên, {@ten} dẫn chiếu"
        lines += ["", note, "body: |", textwrap.indent(body.rstrip(), "  ")]
    lines += ["", "copies:                                        # Nơi nhận; dòng “Như …” đầu tiên được thêm khi in"]
    lines += [f"  - to: {other}"] if other else ["  []"]
    lines += [f"archive: {{unit: {unit}}}"] if kind not in ("bien-ban", "giay-gioi-thieu") else ["archive: {}"]
    return "\n".join([*lines, "", *_optional_keys(body, signer, month, year)]) + "\n"


def _optional_keys(body: str, signer: str, month: int, year: int) -> list[str]:
    """Return optional keys as comment lines, to be activated by removing “# ”."""
    part = "Điều 1" if "Điều #" in body else "khoản 1" if "#. " in body else "đoạn 1"
    day = f"{{day: blank, month: {month}, year: {year}}}"
    copied = [
        "# certified_copies:                            # bản sao; extract: trích phần nào",
        f"#   - {{id: sao-y, form: sao-y, number: blank, date: {day}, signer: {signer}}}",
        f"#   - {{id: trich-sao, form: trich-sao, number: blank, date: {day}, signer: {signer}, extract: [{part}]}}",
    ]
    return [
        "# Khi cần thì bỏ dấu # ở đầu dòng:",
        "# marking: LƯU HÀNH NỘI BỘ",
        "# envelopes: true                              # bì cho từng nơi nhận",
        *(copied if body else []),
    ]
