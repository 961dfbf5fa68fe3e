"""What a view is given: the settings, the project, the runs, and what the address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from congvan.web.facts.project import Project
from congvan.web.runs.registry import Runs
from congvan.web.settings import Settings

Content = dict[str, Any]
"""Plain values alone: str, int, float, bool, list, dict."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a screen. `params`: the parts of its path; `query`: what is behind the question mark."""

    settings: Settings
    project: Project
    runs: Runs
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
