"""Search for inputs that crash a parser of congvan, guided by code coverage; `make fuzz` runs it.

    tools/fuzz.py [SECONDS] [DOOR…]      seconds for each door (tests/acceptance/fuzz/doors.py), or for those named

A door is an entry point that reads foreign bytes. Coverage comes from atheris, in a separate environment; if it is not
available for this Python or machine, hypothesis searches without guidance. Inputs that reached new code are kept in
tests/acceptance/fuzz/corpus/, one a line, with earlier failures first, so that `make test` tries both. Figures go to
tests/acceptance/promises/figures.json.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import subprocess
import sys
import sysconfig
import time
import traceback
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
TESTS = HOME / "tests/acceptance"
FIGURES, CORPUS, WORK = TESTS / "promises/figures.json", TESTS / "fuzz/corpus", HOME / ".cache/fuzz"
SECONDS = 120
LONGEST = 64  # bytes of an input: eight edits and what they are made in
KEPT = 24  # inputs of a door
sys.path[:1] = [str(HOME)]


def main() -> int:
    """Fuzz, keep the inputs found, record the figures; return 1 on any failure."""
    words = sys.argv[1:]
    seconds = int(words.pop(0)) if words and words[0].isdigit() else SECONDS
    if words[:1] == ["--guided"]:
        return guided(words[1], int(words[2]))
    from tests.acceptance.fuzz.doors import DOORS

    python = environment(WORK / "venv")
    print("guide:", "atheris" if python else "none to be had here, so hypothesis draws inputs at random", flush=True)
    failed = 0
    for name in [name for name in DOORS if not words or name in words]:
        folder = WORK / name
        (folder / "inputs").mkdir(parents=True, exist_ok=True)
        for recipe in corpus(name) or first():
            (folder / "inputs" / hashlib.sha1(recipe).hexdigest()).write_bytes(recipe)
        for old in folder.glob("*.failed"):
            old.unlink()
        count = run_guided(python, name, seconds) if python else run_blind(name, seconds)
        failures = {path: bytes.fromhex(path.stem) for path in sorted(folder.glob("*.failed"))}
        for path in failures:
            print(f"\n{name} fails:\n{path.read_text('utf-8')}", flush=True)
        failed += len(failures)
        kept = chosen(name)
        keep(name, [*failures.values(), *(recipe for recipe in kept if recipe not in failures.values())])
        note(name, count)
        print(f"{name}: {count:,} inputs, {len(failures)} failures, {len(kept)} kept", flush=True)
    return 1 if failed else 0


def environment(venv: Path) -> str | None:
    """Return the interpreter of an environment with atheris that also sees this one's packages; None if unavailable."""
    python = venv / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        where = subprocess.check_output([str(python), "-c", ask], text=True)
        (Path(where.strip()) / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    words = ["-m", "pip", "install", "--quiet", "--only-binary", "atheris", "atheris>=3,<4"]
    if subprocess.run([str(python), "-c", "import atheris"], capture_output=True, check=False).returncode:
        subprocess.run([str(python), *words], check=False)
    found = subprocess.run([str(python), "-c", "import atheris"], capture_output=True, check=False).returncode == 0
    return str(python) if found else None


def run_guided(python: str, name: str, seconds: int) -> int:
    """Run the guided search in a separate process; return the number of inputs tried."""
    end, count, last = time.monotonic() + seconds, 0, WORK / name / "last"
    last.unlink(missing_ok=True)
    while (left := int(end - time.monotonic())) > 3:
        words = [python, __file__, "--guided", name, str(left)]
        done = subprocess.run(words, cwd=HOME, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
        (WORK / name / "log").write_text(done.stderr, "utf-8")
        told = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        count += int(told[1]) if told else 0
        if done.returncode == 0:
            break
        if not last.exists():
            raise SystemExit(f"{name} can't be entered at all:\n{done.stderr[-1500:]}")
        # The interpreter itself fell: what it was at is the failure.
        failure(name, last.read_bytes(), f"the process ended with {done.returncode}\n{done.stderr[-1500:]}")
    return count


def guided(name: str, seconds: int) -> int:
    """Inside the atheris environment: try inputs until the time is over."""
    import atheris

    # Left open: much of congvan is imported only when it is used.
    contextlib.ExitStack().enter_context(atheris.instrument_imports(include=["congvan"], enable_loader_override=False))
    from tests.acceptance.fuzz.doors import DOORS

    door, seen, last = DOORS[name], set[object](), WORK / name / "last"
    door.enter(b"")  # what it imports is made ready; that is no time of its own

    def one(recipe: bytes) -> None:
        last.write_bytes(recipe)
        try:
            door(recipe)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            frames = [f for f in traceback.extract_tb(error.__traceback__) if "/congvan/" in f.filename]
            where = (type(error), frames[-1].filename, frames[-1].lineno) if frames else (type(error), str(error))
            if where not in seen:
                seen.add(where)
                failure(name, recipe, traceback.format_exc())

    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-len_control=0", "-print_final_stats=1"]
    options += ["-rss_limit_mb=4096", "-malloc_limit_mb=4096", f"-artifact_prefix={WORK / name}/", "-verbosity=1"]
    atheris.Setup([sys.argv[0], *options, str(WORK / name / "inputs")], one)
    atheris.Fuzz()
    return 0


def run_blind(name: str, seconds: int) -> int:
    """Search without guidance."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    from tests.acceptance.fuzz.doors import DOORS

    door, count, end = DOORS[name], 0, time.monotonic() + seconds

    @settings(max_examples=200, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @settings(phases=[Phase.generate, Phase.shrink])
    @given(st.binary(max_size=LONGEST))
    def look(recipe: bytes) -> None:
        nonlocal count
        count += 1
        try:
            door(recipe)
        except Exception:
            failure(name, recipe, traceback.format_exc())
            raise

    while time.monotonic() < end:
        try:
            look()
        except Exception:  # the last input that failed is the smallest of its kind
            break
    return count


def failure(name: str, recipe: bytes, about: str) -> None:
    (WORK / name / f"{recipe.hex() or '00'}.failed").write_text(about, "utf-8")


def chosen(name: str) -> list[bytes]:
    """Return the inputs that reached new code, latest first (they took longest to find), then earlier ones."""
    paths = sorted((WORK / name / "inputs").iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return list(dict.fromkeys([*(path.read_bytes() for path in paths), *corpus(name)]))[:KEPT]


def first() -> list[bytes]:
    """Return initial inputs if there are none: any eight edits."""
    return [hashlib.sha512(bytes([number])).digest()[: 8 + 3 * number] for number in range(16)]


def corpus(name: str) -> list[bytes]:
    """Return the stored inputs of a door."""
    path = CORPUS / f"{name}.txt"
    return [base64.b64decode(line) for line in path.read_text("ascii").split()] if path.exists() else []


def keep(name: str, recipes: list[bytes]) -> None:
    CORPUS.mkdir(exist_ok=True)
    lines = [base64.b64encode(recipe).decode() for recipe in recipes if recipe]
    (CORPUS / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "ascii")


def note(name: str, count: int) -> None:
    """Add to the number of inputs tried at a door."""
    kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    figures = kept.setdefault("Fuzzing", {})
    figures[name] = figures.get(name, 0) + count
    FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
