"""K. Telling the truth: exit codes, no traceback, nobody's phone number in a log."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from congvan.core.privacy import mask_phones
from tests import warm
from tests.acceptance.promises.line import figure
from tests.sample_project import HOME, Project

WORDS = ("letter", "--only", "docx")
LETTER = "outputs/bluezone-2020/letter/cong-van.docx"


@pytest.mark.parametrize("how", ["gone", "flipped", "longer", "manifest", "manifest gone"])
def test_k1_zero_means_that_every_file_is_there(how: str, project: Project) -> None:
    """Exit code 0 means that every planned file exists with the manifest's hash: a file that is gone is made again, one
    that was changed is named, never passed over; `verify` sees every byte.
    """
    letter, manifest = project.root / LETTER, project.root / "outputs/manifest.json"
    whole = letter.read_bytes()
    if how == "gone":
        letter.unlink()
    elif how == "flipped":
        status = letter.stat()
        letter.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
        os.utime(letter, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif how == "longer":
        letter.write_bytes(whole + b"x")
    elif how == "manifest":
        manifest.write_text("{")
    else:
        manifest.unlink()
    assert project.run("verify").code != 0
    run = project.run(*WORDS, "--format", "json")
    if run.code == 0:
        rows = json.loads(manifest.read_text())["outputs"]
        assert letter.read_bytes() == whole
        assert set(rows) == set(project.tree()) - {"manifest.json"}
        assert project.run("verify").code == 0
    else:
        assert run.code == 6
        assert run.json["problems"]


BROKEN = """
import sys
sys.path.insert(0, {home!r})
sys.argv = ["build.py", "letter", "--only", "docx", "-F", "--root", {root!r}]
import {module}
def fail(*words, **more):
    raise {error}("Đinh Quang Tuấn 0934.531.666")
stage = {module}.{name}
{module}.{name} = fail
for module in [module for name, module in sys.modules.items() if name.startswith("congvan")]:
    for name in [name for name, value in vars(module).items() if value is stage]:  # who has imported it by name
        setattr(module, name, fail)
from congvan.cli import app as cli
sys.exit(cli.main())
"""
STAGES = [
    ("congvan.model.project.assets", "read"),
    ("congvan.model.project.yaml_reader", "_EventReader.read"),
    ("congvan.model.loader", "cross_check"),
    ("congvan.pipeline.plan.dispatch_plan", "DispatchPlan.expand"),
    ("congvan.pipeline.rendering.build_key", "BuildKeys.for_job"),
    ("congvan.pipeline.rendering.renderer", "Renderer.render"),
    ("congvan.pipeline.rendering.inspection", "decree_problems"),
    ("congvan.publishing.publisher", "Publisher.add"),
    ("congvan.publishing.publisher", "Publisher.commit"),
    ("congvan.cli.output", "Reporter.print_outcome"),
    ("congvan.pipeline.build", "make"),
    ("congvan.model.loader", "load_sound"),
    ("congvan.pipeline.rendering.renderer", "compile_template"),
    ("congvan.pipeline.rendering.renderer", "_inspect"),
    ("congvan.publishing.publisher", "Publisher.check"),
    ("congvan.publishing.staging", "WorkFolder.write"),
]
ERRORS = ["RuntimeError", "KeyError", "AssertionError", "ZeroDivisionError", "UnicodeError"]


@pytest.mark.parametrize(("module", "name"), STAGES)
def test_k2_a_mistake_of_ours_is_no_traceback(module: str, name: str, project: Project) -> None:
    """A mistake of ours in any stage is exit code 70 and one sentence with the path of a log; no traceback on the
    terminal, no name and no phone number there nor in the log; outputs/ is as it was.
    """
    spared = () if module.startswith("congvan.model.project") else ("parsed",)  # a kept parse spares the reading
    for kept in (project.root / ".cache/congvan").iterdir():
        if not kept.name.startswith(("docx", *spared)):  # of a template it spares no stage
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    before, error = project.tree(), ERRORS[STAGES.index((module, name)) % len(ERRORS)]
    program = BROKEN.format(home=str(HOME), root=str(project.root), module=module, name=name, error=error)
    code, out, err = warm.run(["-c", program], project.root, {**os.environ})
    said = out + err
    assert code == 70, said
    assert "Traceback" not in said
    log = re.search(r"\S+congvan-\S+\.log", said)
    assert log
    written = Path(log.group()).read_text("utf-8")
    said = said.replace(log.group(), "")  # eight letters and figures drawn by lot
    for secret in ("0934", "531", "Đinh", "Tuấn"):
        assert secret not in said
        assert secret not in written
    assert name.rpartition(".")[2] in written or "fail" in written
    Path(log.group()).unlink()
    assert project.tree() == before
    figure("K2", "stages broken", len(STAGES))


@pytest.mark.parametrize("phone", ["0942215080", "0934.531.666", "0205 3812 345", "+84 942 215 080", "0942-215-080"])
def test_k3_phone_numbers_are_masked(phone: str) -> None:
    """Logs and problems show phone numbers masked (0942***080), unless the number is the problem."""
    said = mask_phones(f"liên hệ {phone} trước 16h00 ngày 19/8/2020, số 3424/CVT-VP")
    digits = re.sub(r"\D", "", phone)
    assert digits not in re.sub(r"\D", "", said.partition("trước")[0])
    assert "***" in said
    assert "16h00 ngày 19/8/2020, số 3424/CVT-VP" in said


def test_k3_a_problem_that_quotes_a_number(project: Project) -> None:
    """A problem that quotes a text with a phone number in it masks the number."""
    project.replace("data/dispatches/bluezone-2020.yaml", "medium: paper", "medium: gọi 0942215080")
    run = project.run(*WORDS)
    assert run.code == 3
    assert "0942215080" not in run.out + run.err
    assert "0942***080" in run.out + run.err


@pytest.mark.parametrize("way", ["pipe", "closed", "C", "narrow", "ascii"])
def test_k4_any_terminal(way: str, project: Project) -> None:
    """A broken pipe, a closed output, LC_ALL=C, a terminal of twenty columns: no crash, no traceback, whole letters."""
    command = f"{sys.executable} {HOME / 'build.py'} -n -v letter --lang vi --root {project.root}"
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    if way == "pipe":
        command += " | head -c 1"
    elif way == "closed":
        command += " >&-"
    elif way == "C":
        env["LC_ALL"] = "C"
    elif way == "narrow":
        env["COLUMNS"] = "20"
    else:
        env["PYTHONIOENCODING"] = "ascii"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=env, check=False)
    said = done.stdout + done.stderr
    assert b"Traceback" not in said, said.decode("utf-8", "replace")
    assert b"Exception ignored" not in said
    assert done.returncode != 70, said.decode("utf-8", "replace")
    if way in ("C", "narrow"):
        assert done.returncode == 0
        assert "\ufffd" not in done.stdout.decode("utf-8")


#: Package → the version that mended the last advisory which concerned what we do with it. Written down by hand.
MENDED = {
    "jinja2": ("3.1.6", "GHSA-cpwx-vrp4-4pq7: out of the sandbox by |attr"),
    "weasyprint": ("70.0", "GHSA-jf6q-chmf-3h3v: requests in the server's name"),
    "pyyaml": ("6.0", "CVE-2020-14343: code in YAML"),
    "pikepdf": ("2.10.0", "CVE-2021-29421: entities in XMP"),
}


@pytest.mark.parametrize("name", MENDED)
def test_k5_no_version_with_a_known_hole_is_allowed(name: str) -> None:
    """No version with a hole that is written down in this test is allowed by pyproject.toml or held by the lock.
    (Both ends of what is allowed: `make test-lowest`, `make test-newest`. Today's advisories: see below.)
    """
    from packaging.requirements import Requirement
    from packaging.version import Version

    mended = Version(MENDED[name][0])
    wanted = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    (allowed,) = (one for one in map(Requirement, wanted) if one.name == name)
    (least,) = (Version(part.version) for part in allowed.specifier if part.operator == ">=")
    assert least >= mended
    locked = re.search(rf"(?m)^{name}==(\S+)", (HOME / "requirements.lock").read_text("utf-8"))
    assert locked
    assert Version(locked[1]) >= mended
    figure("K5", "advisories written down", len(MENDED))
