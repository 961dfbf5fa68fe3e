"""congvan.formats.press.template: each kind of content that is made without a template has its drawing."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.press import order_table, pdfx
from congvan.formats.press.template import compile_template


@pytest.mark.parametrize(
    ("name", "module"), [("sign", pdfx), ("sign-tiles", pdfx), ("sign-proof", pdfx), ("sign-order", order_table)]
)
def test_a_sign_is_drawn_from_its_content_and_its_assets(
    name: str, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "render", lambda content, assets: repr((content, assets)).encode())
    drawing = compile_template(b"", name=name, assets={"a.pdf": b"x"})
    assert drawing.render({"k": 1}) == b"({'k': 1}, {'a.pdf': b'x'})"
    assert compile_template(b"", name=name).render({}) == b"({}, {})"
    assert drawing.names() == frozenset()


def test_a_text_is_written_as_it_is() -> None:
    assert compile_template(b"", name="text").render({"text": "Đ <b>\n"}) == "Đ <b>\n".encode()
