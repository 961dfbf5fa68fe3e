"""How copies go: by words, alone or together."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from congvan.values.columns.channels import read_channels, shown


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("giấy", ("giấy",)),
        ("giấy+trục", ("giấy", "trục")),
        ("Truc", ("trục",)),
        ("bưu điện, email", ("bưu điện", "e-mail")),
        (["e-mail", "giấy", "giấy"], ("e-mail", "giấy")),
    ],
)
def test_channels_are_read_as_offices_write_them(said: object, read: tuple[str, ...]) -> None:
    assert read_channels(said) == read


@pytest.mark.parametrize("said", ["fax", "", [], "giấy+", 3])
def test_what_is_no_channel_is_refused(said: object) -> None:
    with pytest.raises(PydanticCustomError, match="via-unknown"):
        read_channels(said)


def test_channels_read_as_words_on_paper() -> None:
    assert shown(("giấy", "trục")) == "Bản giấy, Trục liên thông"
