"""What the model says of wrong values, as the clerk reads it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from congvan.core.messages import template
from congvan.model.validation import message_of


def refused(model: Any, value: Any) -> dict[str, str]:
    """Code → message of all that is wrong with a value. Each of our own messages has its Vietnamese."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(value)
    found = {}
    for error in caught.value.errors():
        message = message_of(error)
        assert template(message.id, "vi")
        found[error["type"]] = message.text("en")
    return found
