"""Run mutants of some modules against some tests in one pytest process; started by tools/mutants.py.

Why: the tests are collected once. Each mutant runs in a fork, where the code of the functions concerned is replaced in
place, so that decorated functions and names imported elsewhere are changed too. A fork runs only the tests that reach
the changed lines, those reaching rare lines of the function first, until one fails.
"""

from __future__ import annotations

import gc
import importlib
import itertools
import json
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from changed_code import differs, extent_of, pairs, target
from mutations import Mutation, mutations

HOME = Path.cwd()
BUDGETS = (12.0, 45.0)  # seconds of the processor for the first tests of one change, and for the rest if none saw it
MEMORY = 4 << 30
Lines = dict[str, set[int]]


@dataclass
class Run:
    """The pytest plugin. `modules`: modules to change; `limit`: mutants of each; `out`: file for the results; `known`:
    (module, change, killed) of mutants judged in an earlier run.
    """

    modules: list[str]
    limit: int
    out: str
    known: list[tuple[str, str, bool]]
    failed: bool = False
    lines: Lines = field(default_factory=dict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Make Hypothesis deterministic, without shrinking."""
        from hypothesis import Phase, settings

        settings.register_profile(
            "mutants", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
        )
        settings.load_profile("mutants")
        self.lines = {str(HOME / module): set() for module in self.modules}
        sys.settrace(self._trace)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        files = {self._file(module): module for module in self.modules}
        sys.settrace(None)
        loading, self.lines = self.lines, {file: set() for file in files}
        with suppress(ImportError):
            tests = importlib.import_module("tests.sample_project")
            tests.Project.run = lambda project, *words, **more: self._command(project, *words, **more)
            nothing = HOME / ".cache/nothing"
            nothing.mkdir(parents=True, exist_ok=True)
            tests._compiled = lambda: nothing  # what was compiled once would not show what a change does
        reached, seconds = self._baseline(session.items)
        if not reached:
            raise pytest.UsageError("no test passes without a change")
        gc.collect()
        gc.freeze()
        alive = functions(set(files))
        for file, module in files.items():
            self._module(module, file, session.items, reached, seconds, alive, loading[file])
        return True

    def _file(self, module: str) -> str:
        loaded = importlib.import_module(module.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
        assert loaded.__file__
        return loaded.__file__

    def _baseline(self, items: list[pytest.Item]) -> tuple[dict[str, Lines], dict[str, float]]:
        """Return the lines that each test reaches and its time, each in its own fork; failing tests are skipped."""
        reached, seconds = {}, {}
        imported: set[str] = set()
        for item in items:

            def run(item: pytest.Item = item) -> Any:
                sys.settrace(self._trace)
                started = sum(os.times()[:4])
                self._protocol([item])
                sys.settrace(None)
                return self.failed, self.lines, sum(os.times()[:4]) - started, set(sys.modules)

            _, found = forked(run, cpu=300, wall=600)
            if found is not None and not found[0]:
                reached[item.nodeid], seconds[item.nodeid] = found[1], found[2]
                for name in sorted(found[3] - imported - set(sys.modules)):
                    with suppress(Exception):  # what a test imports late is imported once, here
                        importlib.import_module(name)
                imported |= found[3]
        self._tell({"tests": len(items), "sound": len(reached), "seconds": round(sum(seconds.values()))})
        return reached, seconds

    def _trace(self, frame: FrameType, event: str, arg: Any) -> Any:
        lines = self.lines.get(frame.f_code.co_filename)
        if lines is None:
            return None

        def local(frame: FrameType, event: str, arg: Any) -> Any:
            lines.add(frame.f_lineno)
            return local

        return local

    def _protocol(self, items: list[pytest.Item]) -> None:
        self.failed = False
        for item, following in itertools.zip_longest(items, items[1:]):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return

    def _module(
        self,
        module: str,
        file: str,
        items: list[pytest.Item],
        reached: dict[str, Lines],
        seconds: dict[str, float],
        alive: dict[tuple[str, str, int], list[FunctionType]],
        loading: set[int],
    ) -> None:
        source = Path(file).read_text("utf-8")
        original = compile(source, file, "exec", dont_inherit=True)
        every = [m for m in mutations(source) if differs(m, original, file)]
        order = {item.nodeid: item for item in items}
        judged = {(name, change): killed for name, change, killed in self.known}
        tried = 0
        for mutation in sorted(every, key=lambda m: m.rank):
            if tried == self.limit:
                break
            changed = range(mutation.lines[0], mutation.lines[1] + 1)
            if not loading.isdisjoint(changed) and all(lines[file].isdisjoint(changed) for lines in reached.values()):
                continue  # it ran when the module was loaded, once and for all
            if not applicable(mutation, original, file, alive):
                continue
            covering = reaching(
                mutation, extent_of(original, mutation), {n: lines[file] for n, lines in reached.items()}
            )
            covering.sort(key=lambda name: sum(seconds[name] > BUDGETS[0] / part for part in (40, 8)))  # quick first
            tried += 1

            def failing(names: list[str], mutation: Mutation = mutation) -> bool:
                apply(mutation, original, file, alive)
                tests = sorted(names[1:], key=lambda name: (order[name].path, names.index(name)))
                self._protocol([order[names[0]]])
                if not self.failed:
                    self._protocol([order[name] for name in tests])
                return self.failed

            if (module, mutation.name) in judged:
                told: dict[str, Any] = {"killed": judged[module, mutation.name], "end": "before", "tests": "-"}
            else:
                told = outcome(failing, covering, seconds)
            self._tell({"module": module, "line": mutation.lines[0], "name": mutation.name, **told})
        self._tell({"module": module, "all": len(every)})

    def _tell(self, what: dict[str, Any]) -> None:
        with open(self.out, "a", encoding="utf-8") as file:
            file.write(json.dumps(what, ensure_ascii=False) + "\n")

    def _command(self, project: Any, *words: str, env: dict[str, str] | None = None, cwd: Path | None = None) -> Any:
        """Replacement for the function in tests/sample_project.py: run the command in a fork so that it uses the
        changed code.
        """
        from tests.sample_project import Run as Said

        def run() -> Any:
            from congvan.cli import app

            os.chdir(cwd or project.root)
            cores = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(0, {cores[os.getpid() % len(cores)]})  # a second process would run the code as it was
            os.environ.update({"LC_ALL": "C.UTF-8", **(env or {})})
            sys.argv = [str(HOME / "build.py"), *words, "--root", str(project.root)]
            with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
                for file, number, name in ((out, 1, "stdout"), (err, 2, "stderr")):
                    os.dup2(file.fileno(), number)
                    setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))
                try:
                    code: Any = app.main()
                except SystemExit as ended:
                    code = ended.code
                sys.stdout.flush()
                sys.stderr.flush()
                out.seek(0)
                err.seek(0)
                return int(code or 0), out.read().decode(), err.read().decode(), self.lines

        _, found = forked(run, cpu=300, wall=600, group=False)
        assert found is not None, "the command died"
        for file, lines in found[3].items():
            self.lines[file] |= lines
        assert "Traceback" not in found[1] + found[2]
        return Said(*found[:3])


def outcome(failing: Callable[[list[str]], bool], covering: list[str], seconds: dict[str, float]) -> dict[str, Any]:
    """Return whether a mutant is killed, how its last fork ended, and how many of the tests reaching it were run."""
    left, run, state = list(covering), 0, ""
    for budget in BUDGETS:
        chosen: list[str] = []
        cost = 0.0
        if run:
            left.sort(key=seconds.__getitem__)  # as many as there is time for
        for name in left:
            if not chosen or cost + seconds[name] < budget:
                chosen.append(name)
                cost += seconds[name]
        if not chosen:
            break
        left = [name for name in left if name not in set(chosen)]
        run += len(chosen)
        state, verdict = forked(partial(failing, chosen), cpu=5 + 4 * cost, wall=30 + 10 * cost)
        if verdict is not False:  # an end without a word is the end of a loop, of the memory or of the process
            return {"killed": True, "end": state, "tests": f"{run}/{len(covering)}"}
    return {"killed": False, "end": state, "tests": f"{run}/{len(covering)}"}


def forked(do: Callable[[], Any], *, cpu: float, wall: float, group: bool = True) -> tuple[str, Any]:
    """Call a function in a fork with time and memory limits; return (how it ended, its result or None)."""
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            try:
                if group:
                    os.setsid()
                    quiet = os.open(os.devnull, os.O_RDWR)
                    for descriptor in (0, 1, 2):
                        os.dup2(quiet, descriptor)
                    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
                    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu) + 1, int(cpu) + 2))
                    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                result = do()
                answer.write(pickle.dumps(result))
                answer.flush()
            finally:
                os._exit(0)
        deadline, ended, status = time.monotonic() + wall, 0, 0
        pause = 0.001
        while not ended:
            ended, status = os.waitpid(child, os.WNOHANG)
            if not ended and time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
            time.sleep(0 if ended else pause)
            pause = min(pause * 1.3, 0.05)
        if group:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child, signal.SIGKILL)  # what it left behind
        answer.seek(0)
        data = answer.read()
        state = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else "ended"
        return state, pickle.loads(data) if data else None


def reaching(mutation: Mutation, extent: tuple[int, int], reached: dict[str, set[int]]) -> list[str]:
    """Return the tests that reach the changed lines (or the function: no test reaches the lines of a constant), those
    on rare lines first.
    """
    function = set(range(*extent))
    changed = range(mutation.lines[0], mutation.lines[1] + 1)
    entered = {name: lines & function for name, lines in reached.items() if not lines.isdisjoint(function)}
    inside = {name: lines for name, lines in entered.items() if not lines.isdisjoint(changed)} or entered

    def rare(lines: dict[str, set[int]]) -> dict[str, float]:
        visits = Counter(line for each in lines.values() for line in each)
        return {name: round(sum(1 / visits[line] for line in each), 6) for name, each in lines.items()}

    here, anywhere = rare(inside), rare({name: reached[name] for name in inside})
    return sorted(inside, key=lambda name: (max(inside[name]) > changed[-1], -here[name], -anywhere[name]))


def functions(files: set[str]) -> dict[tuple[str, str, int], list[FunctionType]]:
    """Return the live functions of these files by file, name and line."""
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    gc.unfreeze()
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename in files:
            code = thing.__code__
            found.setdefault((code.co_filename, code.co_qualname, code.co_firstlineno), []).append(thing)
    gc.freeze()
    return found


def applicable(
    mutation: Mutation, original: CodeType, file: str, alive: dict[tuple[str, str, int], list[FunctionType]]
) -> bool:
    """Whether the code of every function alive can be replaced: one that was made when the module was loaded, inside of
    another, keeps the variables that it holds of it."""
    found = target(mutation, original, file)
    assert found is not None
    return all(
        old.co_freevars == new.co_freevars or (file, old.co_qualname, old.co_firstlineno) not in alive
        for old, new in pairs(*found)
    )


def apply(
    mutation: Mutation, original: CodeType, file: str, alive: dict[tuple[str, str, int], list[FunctionType]]
) -> None:
    """Replace the code of every live function that the change concerns."""
    found = target(mutation, original, file)
    assert found is not None
    for old, new in pairs(*found):
        for function in alive.get((file, old.co_qualname, old.co_firstlineno), []):
            if old.co_freevars == new.co_freevars:
                function.__code__ = new


if __name__ == "__main__":
    given = json.load(sys.stdin)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "console_output_style=classic"]
    sys.exit(pytest.main([*options, *given.pop("tests")], plugins=[Run(**given)]))
