"""What the model says of wrong values, as the clerk reads it."""

from __future__ import annotations

import gettext
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from congvan.i18n import catalogue

VIETNAMESE = gettext.translation("congvan", catalogue(), languages=["vi"])


def refused(model: Any, value: Any) -> dict[str, str]:
    """Code → message of all that is wrong with a value. Each of our own messages has its Vietnamese."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(value)
    found = {}
    for error in caught.value.errors():
        template = error.get("ctx", {}).get("template")
        assert template is None or VIETNAMESE.gettext(template) != template, template
        found[error["type"]] = (template or error["msg"]).format(**error.get("ctx", {}))
    return found
