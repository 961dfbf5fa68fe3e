"""Inputs of the dashboard pages of a run."""

from __future__ import annotations

from dataclasses import dataclass

from congvan.cache import Cache
from congvan.plan.planner import Plan
from congvan.project.assets import Assets
from congvan.rendering.build_key import BuildKeys


@dataclass(frozen=True, slots=True)
class PageInputs:
    """Plan, templates, build keys and cache; with `rebuild` pages are made even if they are up to date."""

    planned: Plan
    files: Assets
    keys: BuildKeys
    cache: Cache
    rebuild: bool = False
