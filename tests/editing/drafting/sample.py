"""A draft of each kind, of the sample's days."""

from __future__ import annotations

from congvan.editing.drafting.dispatch_draft import draft

DISPATCH = "data/dispatches/mau.yaml"


def text_of(kind: str) -> str:
    text = draft(kind, "phuong-thi-huong-lan", ["tinh-doan-lang-son", "ubnd-tinh"], 3, 2020)
    return text.replace("2026-03", "2020-03")
