"""Verify outputs/ against its manifest; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from congvan.job import Outcome, Progress, act
from congvan.lazy import dataclass
from congvan.messages import Message
from congvan.problems import Exit, Problem, ProblemsFound, blocking
from congvan.publishing.errors import at_output, unreadable_output
from congvan.publishing.manifest import NAME, manifest_bytes, read
from congvan.publishing.paths import OutputTree


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """`outputs`: the folder with the manifest."""

    outputs: Path


@act("verify")
def verify(request: VerifyRequest, progress: Progress) -> Outcome:
    """Hash every output; report each that is missing or differs from the manifest. Writes nothing."""
    problems = list(_differences(request.outputs, progress))
    return Outcome("verify", problems=problems, exit_code=Exit.FAILED if blocking(problems) else Exit.OK)


def _differences(folder: Path, progress: Progress) -> Iterator[Problem]:
    try:
        tree = OutputTree(folder)
    except FileNotFoundError:
        yield at_output(Message("output-missing"), folder, "")
        return
    except OSError as error:
        yield unreadable_output(folder, "", error)
        return
    try:
        for path, row in sorted(read(manifest_bytes(tree)).items()):
            progress.check()
            try:
                on_disk = tree.digest(path)
            except ProblemsFound as stop:
                yield from stop.problems
                continue
            if on_disk is None:
                yield at_output(Message("output-missing"), folder, path)
            elif on_disk[0] != row.sha256:
                yield at_output(Message("output-edited.file"), folder, path)
    except ValueError:
        yield at_output(Message("manifest-unreadable"), folder, NAME)
    finally:
        tree.close()
