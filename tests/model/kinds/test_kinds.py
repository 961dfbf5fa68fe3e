"""What kinds of documents ask for beyond a letter: every kind has its options, every block is one of the dispatch."""

from __future__ import annotations

from congvan.core.decree.kinds import KINDS
from congvan.model.dispatch import Dispatch
from congvan.model.kinds.options import OPTIONS


def test_every_kind_has_its_options_and_blocks_are_keys_of_a_dispatch() -> None:
    assert list(OPTIONS) == list(KINDS)
    blocks = {options.block for options in OPTIONS.values() if options.block}
    assert blocks == {"invitation", "introduction", "leave", "meeting"}
    assert blocks <= set(Dispatch.model_fields)
