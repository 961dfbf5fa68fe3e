"""Verify outputs/ against its manifest, that its files open, and the office's database; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Exit, blocking
from congvan.publishing.verify import damaged_outputs
from congvan.returns.ledger.database import exists


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """`outputs`: the folder with the manifest, in the folder of the project; `open`: every page of every PDF is drawn
    besides.
    """

    outputs: Path
    open: bool = False


@act("verify")
def verify(request: VerifyRequest, progress: Progress) -> Outcome:
    """Report each output that is missing, differs from the manifest or does not open, and each damaged event."""
    opened = list[str]()
    problems = list(damaged_outputs(request.outputs, progress, opened, drawn=request.open))
    if exists(request.outputs.parent, None):
        from congvan.returns.ledger.store import damaged_events

        problems += damaged_events(request.outputs.parent)
    bad = blocking(problems)
    said = Message("files-drawn" if request.open else "files-opened", count=len(opened))
    remarks = [said] if opened and not bad else []
    return Outcome("verify", problems=problems, remarks=[*remarks], exit_code=Exit.FAILED if bad else Exit.OK)
