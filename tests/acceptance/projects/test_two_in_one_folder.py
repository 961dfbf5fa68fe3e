"""The dispatch of 2020 and that of 2026 in one folder: each has the papers that it has alone, and no others.

What an office does to bring them together is what is done here: the files of the second are put beside those of the
first, entries of `documents.yaml` say of which dispatch they are, the signers stand in one agency.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from congvan.core.job import Job
from congvan.editing.drafting.starting import sample_files, samples
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection

OLD, NEW = "bluezone-2020", "to-cong-nghe-so-2026"
AGENCY, DOCUMENTS, PAPER = "data/agency.yaml", "data/documents.yaml", "data/papers/don-doc.yaml"


def together(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of both; what stands in both is that of the first, but for what only adds up."""
    files = {**new, **old}
    files[PAPER.replace("doc", "doc-so")] = new[PAPER]
    first, second = _of(old[DOCUMENTS].decode(), OLD, ""), _of(new[DOCUMENTS].decode(), NEW, "-so")
    files[DOCUMENTS] = f"{first}\n{second.replace('paper: don-doc', 'paper: don-doc-so')}".encode()
    signers = new[AGENCY].decode().partition("signers:")[2].partition("\n")[2]
    files[AGENCY] = old[AGENCY].rstrip() + b"\n" + signers.encode()
    return files


def _of(documents: str, dispatch: str, suffix: str) -> str:
    """The documents with ids of their own, each for one dispatch."""
    return re.sub(r"(?m)^- id: (\S+)(.*)$", rf"- id: \1{suffix}\2\n  dispatches: [{dispatch}]", documents)


@pytest.fixture(scope="module")
def alone() -> dict[str, dict[str, bytes]]:
    return {sample: sample_files(samples()[sample]) for sample in (OLD, NEW)}


def paths(files: Mapping[str, bytes]) -> set[str]:
    return set(plan(load(Assets(files)), Selection()).check())


def test_each_has_its_own_papers_and_no_others(alone: dict[str, dict[str, bytes]]) -> None:
    both = paths(together(alone[OLD], alone[NEW]))
    for sample, files in alone.items():
        assert {path for path in both if path.startswith(f"{sample}/")} == paths(files)
    assert {path.partition("/")[0] for path in both} == {OLD, NEW}


@pytest.mark.parametrize(("sample", "document"), [(OLD, "rosters"), (NEW, "bieu")])
def test_a_form_says_in_both_what_it_says_alone(sample: str, document: str, alone: dict[str, dict[str, bytes]]) -> None:
    suffix = "-so" if sample == NEW else ""
    both, single = together(alone[OLD], alone[NEW]), alone[sample]
    shown = [first_content(files, sample, name) for files, name in ((both, document + suffix), (single, document))]
    assert shown[0] == shown[1]


def first_content(files: Mapping[str, bytes], dispatch: str, document: str) -> Any:
    jobs = plan(load(Assets(files)), Selection(documents=(document,), dispatches=(dispatch,))).expand()
    job = next(iter(jobs))
    assert isinstance(job, Job), job
    return job.content
