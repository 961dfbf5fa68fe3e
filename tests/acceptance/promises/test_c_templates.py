"""C. Templates: they see the values they are given and nothing else, and never print nothing in silence."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from congvan.core.job import Artifact, Job
from congvan.core.problems import Problem, ProblemsFound
from congvan.model.loader import load
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering import limits
from congvan.pipeline.rendering.renderer import FailedJob, Renderer, render_each
from tests.acceptance.promises.line import CONTACTS, LONG, figure, first_form, made, sample, swapped, warm
from tests.formats.docx_samples import docx, p
from tests.planned import jobs_of
from tests.sample_project import HOME, docx_words, new_project

DOCX, HTML, XLSX = "templates/van-ban.docx", "templates/bia-tap.html", "templates/bieu.xlsx"
PAYLOADS = [
    "''.__class__.__mro__[1].__subclasses__()",
    "title['__class__']",
    "cycler.__init__.__globals__.os.popen('touch CANARY').read()",
    "lipsum.__globals__['os'].popen('touch CANARY').read()",
    "lipsum|attr('__globals__')",
    "joiner.__init__.__globals__",
    "namespace.__init__.__globals__",
    "namespace(x=1).x",
    "title|attr('__class__')",
    "title|map(attribute='__class__')|list",
    "[title]|map('attr', '__class__')|list",
    "[title]|groupby('__class__')|list",
    "[title]|sort(attribute='__class__.__name__')",
    "'{0.__class__}'.format(title)",
    "'{0.__class__}'.format_map({'0': title})",
    "title.format.__self__",
    "'%s' % title",
    "self.__init__.__globals__",
    "self._TemplateReference__context",
    "head.__class__",
    "head.update({'number': 'x'})",
    "body.append('x')",
    "range.__class__",
    "().__class__.__base__",
]
PARTS = ["word/document.xml", "word/header1.xml", "word/footer1.xml", "docProps/core.xml"]


def with_tag(part: str, tag: str) -> bytes:
    """The letter's template with one more tag in a part, and no other in its body."""
    tag = tag.replace("&", "&amp;").replace("<", "&lt;")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample()[DOCX])) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            if name == PARTS[0]:
                text = text[: text.index("<w:body>") + len("<w:body>")] + text[text.rindex("<w:sectPr") :]
            if name == part == "docProps/core.xml":
                text = text.replace("{{ author }}", tag)
            elif name == part:
                end = "</w:body>" if part == PARTS[0] else ("</w:hdr>" if "header" in part else "</w:ftr>")
                anchor = "<w:sectPr" if part == PARTS[0] else end
                at = text.rfind(anchor)
                text = f"{text[:at]}<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>{text[at:]}"
            new.writestr(name, text)
    assert tag in zipfile.ZipFile(io.BytesIO(out.getvalue())).read(part).decode()
    return out.getvalue()


FIRST = {
    DOCX: Selection(["letter"], {}, ["docx"]),
    HTML: Selection(["packs-by-district"], {"district": ["cao-loc"]}),
    XLSX: first_form(only=["xlsx"]),
}


@functools.cache
def first_job(name: str) -> Job:
    """The first file that the sample makes with a template."""
    return next(job for job in jobs_of(plan(load(sample()), FIRST[name])) if job.template == name)


def problems(name: str, data: bytes) -> list[Problem]:
    """What the first file made with a changed template has against it."""
    try:
        Renderer({**sample(), name: data}).render(first_job(name))
    except ProblemsFound as stop:
        return list(stop.problems)
    return []


def in_cell(tag: str) -> bytes:
    """The form's workbook with a tag in its first cell."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sample()[XLSX]))
    book.active["A1"] = tag
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_c1_a_template_cannot_reach_python(payload: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template cannot reach Python: each of the known ways out of a Jinja template, in body, header, footer, core
    properties of the DOCX, in the HTML and in the XLSX, is a Problem that names the template (and the part); no canary.
    """
    monkeypatch.chdir(tmp_path)
    canary = tmp_path / "canary"
    tag = "{{ " + payload.replace("CANARY", str(canary)) + " }}"
    places = [*PARTS, HTML, XLSX]
    first = PAYLOADS.index(payload)
    for place in places if LONG else (places[first % 6], places[(first // 6 + first + 1) % 6]):
        if place == HTML:
            html = sample()[HTML].decode().replace("</body>", f"<p>{tag}</p></body>", 1).encode()
            found, name = problems(HTML, html), HTML
        elif place == XLSX:
            found, name = problems(XLSX, in_cell(tag)), XLSX
        else:
            found, name = problems(DOCX, with_tag(place, tag)), DOCX
            assert found[0].place.part, place
        assert name in {problem.place.file for problem in found}, place
    assert not canary.exists()
    figure("C1", "payloads × places", len(PAYLOADS) * (6 if LONG else 2))


@pytest.mark.parametrize("part", ["footnotes", "endnotes", "header1", "footer1"])
@pytest.mark.parametrize("payload", PAYLOADS[:4] + PAYLOADS[10:12])
def test_c1_nor_from_a_note(payload: str, part: str, tmp_path: Path) -> None:
    """Nor from a footnote, an endnote, a header or a footer."""
    canary = tmp_path / "canary"
    tag = "{{ " + payload.replace("CANARY", str(canary)) + " }}"
    note = f'<w:footnote w:id="2">{p(tag)}</w:footnote>' if "notes" in part else p(tag)
    note = note.replace("footnote", "endnote") if part == "endnotes" else note
    template = docx(p("{{ title }}"), **{part: note})
    (found,) = render_each(Renderer({"t": template}), [Job("x.docx", "x", "r", "docx", "t", {"title": "a"})])
    assert isinstance(found, FailedJob), part
    assert found.problems[0].place.file == "t"
    assert not canary.exists()


def test_c1_a_real_build_stops_and_writes_nothing(tmp_path: Path) -> None:
    """The same through the whole command: exit code 3, the template named, nothing written, no canary."""
    project, canary = new_project(tmp_path), tmp_path / "canary"
    tag = "{{ cycler.__init__.__globals__.os.popen('touch " + str(canary) + "').read() }}"
    (tmp_path / DOCX).write_bytes(with_tag(PARTS[0], tag))
    run = project.run("letter", "--only", "docx", "--format", "json")
    assert run.code == 3
    assert {p["file"] for p in run.json["problems"] if p["severity"] == "error"} == {DOCX}
    assert not canary.exists()
    assert not project.tree()


@pytest.mark.parametrize(
    ("tag", "named"),
    [
        ("{{ head.nmuber }}", "nmuber"),
        ("{{ nowhere }}", "nowhere"),
        ("{{ head }}", "head"),
        ("{% for x in nowhere %}{{ x }}{% endfor %}", "nowhere"),
    ],
)
@pytest.mark.parametrize("part", PARTS[:3])
def test_c2_a_template_cannot_print_nothing_in_silence(tag: str, named: str, part: str) -> None:
    """A misspelt name, a missing list, a whole mapping in place of a text: a Problem that names it; never a gap."""
    found = problems(DOCX, with_tag(part, tag))
    assert found
    assert any(named in p.text for p in found), found


def test_c2_none_is_no_word() -> None:
    """A None is a Problem, never the word None nor nothing."""
    job = Job("x.docx", "x", "r", "docx", "t", {"a": None})
    (found,) = render_each(Renderer({"t": docx(p("Tên: {{ a }}"))}), [job])
    assert isinstance(found, FailedJob)
    assert "a" in found.problems[0].text


def test_c2_a_placeholder_torn_over_runs_is_whole() -> None:
    """A placeholder that Word tore over several runs is still the placeholder."""
    torn = "<w:r><w:t>{</w:t></w:r><w:r><w:t>{ a</w:t></w:r><w:r><w:b/><w:t> }}</w:t></w:r>"
    job = Job("x.docx", "x", "r", "docx", "t", {"a": "Tràng Định"})
    (found,) = render_each(Renderer({"t": docx(p(torn))}), [job])
    assert isinstance(found, Artifact)
    assert docx_words(found.data) == ["Tràng", "Định"]


def test_c3_template_and_data_agree_before_anything_is_published(tmp_path: Path) -> None:
    """A name in a template that no data give is told by `validate`, with the nearest known one, before any build."""
    project = new_project(tmp_path)
    (tmp_path / DOCX).write_bytes(with_tag(PARTS[0], "{{ head.nmuber }}"))
    run = project.run("validate", "--format", "json")
    assert run.code == 3
    assert any("number" in p["hint"] for p in run.json["problems"])


LOOPS: dict[str, str] = {
    "a long range": "{{ range(1000000000)|list }}",
    "a long text": "{{ 'a' * 1000000000 }}",
    "a long list": "{{ [1] * 1000000000 }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "loops in loops": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "loops that print": "{% for i in range(99999) %}{% for j in range(99999) %}{{ i }}{% endfor %}{% endfor %}",
    "a macro that calls itself": "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f('a') }}",
    "doubling": "{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('ab') }}",
    "a text of texts": "{{ ('a' * 100000)|replace('a', 'a' * 100000) }}",
    "a wide line": "{{ 'a'|center(9999999999) }}",
}


@pytest.mark.parametrize("name", LOOPS)
def test_c4_a_template_cannot_loop_for_ever(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that loops for ever or asks for gigabytes is stopped, by the sandbox or by the limits of time and
    memory of one file; the file is named, and the other files are made.
    """
    monkeypatch.setattr(limits, "SECONDS", 0.2)
    monkeypatch.setattr(limits, "BYTES", 128 << 20)
    monkeypatch.setattr(limits, "_INTERVAL", 0.1)
    files = {"bad": docx(p(LOOPS[name])), "good": docx(p("{{ a }}"))}
    jobs = [Job(f"{t}.docx", t, f"name={t}", "docx", t, {"a": "x"}) for t in ("bad", "good")]
    bad, good = render_each(Renderer(files), jobs)
    assert isinstance(bad, FailedJob)
    assert bad.problems[0].record
    assert bad.problems[0].text
    assert isinstance(good, Artifact)


def test_c4_without_the_limit_it_would_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is what stops it: with the limit a little later, the same template runs until then."""
    import time

    monkeypatch.setattr(limits, "_INTERVAL", 0.1)
    for seconds in (0.2, 0.6):
        monkeypatch.setattr(limits, "SECONDS", seconds)
        begun = time.monotonic()
        job = Job("x.docx", "x", "r", "docx", "t", {})
        (found,) = render_each(Renderer({"t": docx(p(LOOPS["loops in loops"]))}), [job])
        assert isinstance(found, FailedJob)
        assert time.monotonic() - begun > seconds


def test_c4_without_the_guard_it_would_fill_the_memory(tmp_path: Path) -> None:
    """So with memory: of a template that asks for 200 MB at once, plain Jinja takes them; ours names the file instead.
    (Each in a process of its own, whose memory is measured.)
    """
    import subprocess
    import sys

    bomb = "{{ ('a' * 200000000)|length }}"
    (tmp_path / "t").write_bytes(docx(p(bomb)))
    naive = f"import jinja2; jinja2.Environment().from_string({bomb!r}).render()"
    ours = (
        f"import sys; sys.path[:0] = [{str(HOME)!r}]\nfrom pathlib import Path; from congvan.core.job import Job\n"
        "from congvan.pipeline.rendering.renderer import FailedJob, Renderer, render_each\n"
        f"files = {{'t': Path({str(tmp_path / 't')!r}).read_bytes()}}\n"
        "(found,) = render_each(Renderer(files), [Job('x.docx', 'x', 'r', 'docx', 't', {})])\n"
        "assert isinstance(found, FailedJob) and found.problems[0].record"
    )
    tell = "\nprint(int(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0]) >> 10)"
    theirs, mine = (
        int(subprocess.run([sys.executable, "-c", code + tell], capture_output=True, text=True, check=True).stdout)
        for code in (naive, ours)
    )
    assert theirs > 200
    assert mine < 200


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "{% raw %}", "{# x #}", "{_{ 7*7 }_}", "{{ agency.name }}"])
def test_c5_data_are_never_a_template(value: str) -> None:
    """Data is never a template: tags in a name are printed as such."""
    changes = swapped(CONTACTS, "name: Đinh Quang Tuấn", f'name: "{value}"')
    read: Callable[[bytes], list[str]] = docx_words
    (letter,) = (a for a in made(changes, Selection(["letter"], {}, ["docx"]), warm()) if a.job.document == "letter")
    assert value in " ".join(read(letter.data))
