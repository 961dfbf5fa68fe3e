"""Verify outputs/ against its manifest, and that its files open; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from congvan.core.job import Progress
from congvan.core.messages import Message, foreign
from congvan.core.problems import Problem, ProblemsFound
from congvan.publishing.errors import at_output, unreadable_output
from congvan.publishing.manifest import NAME, manifest_bytes, read
from congvan.publishing.opening import OPENED, opening_fault
from congvan.publishing.paths import OutputTree, sha256


def damaged_outputs(folder: Path, progress: Progress, opened: list[str], *, drawn: bool = False) -> Iterator[Problem]:
    """Hash and open every output below `folder`; yield an error for each that is missing, differs from the manifest or
    does not open. `opened`: the files that are opened are added to it; `drawn`: every page of every PDF is drawn.
    """
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
                data = tree.read(path)
            except ProblemsFound as stop:
                yield from stop.problems
                continue
            except OSError as error:
                yield unreadable_output(folder, path, error)
                continue
            if data is None:
                yield at_output(Message("output-missing"), folder, path)
            elif sha256(data) != row.sha256:
                yield at_output(Message("output-edited.file"), folder, path)
            elif path.endswith(OPENED):
                opened.append(path)
                if fault := opening_fault(path, data, drawn=drawn):
                    problem = at_output(Message("output-not-opened", why=foreign(fault.why)), folder, path)
                    yield problem._replace(place=problem.place._replace(page=fault.page))
    except ValueError:
        yield at_output(Message("manifest-unreadable"), folder, NAME)
    finally:
        tree.close()
