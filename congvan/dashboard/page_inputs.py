"""What the pages of a run are made from."""

from __future__ import annotations

from dataclasses import dataclass

from congvan.cache import Cache
from congvan.plan.planner import Plan
from congvan.project.assets import Assets
from congvan.rendering.build_key import BuildKeys


@dataclass(frozen=True, slots=True)
class PageInputs:
    """The plan of the run, the templates, the keys that tell whether a page is as it should be (unless `rebuild`)."""

    planned: Plan
    files: Assets
    keys: BuildKeys
    cache: Cache
    rebuild: bool = False
