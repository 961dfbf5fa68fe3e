"""What a renderer says of a file beside its bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from congvan.formats import compile_template
from congvan.job import BoundDocument, Job, Pack
from congvan.rendering.renderer import FailedJob, Renderer, render_each

PAGE = (
    b'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title data-f>{{ name }}</title></head>'
    b"<body style=\"font-family: Tinos, 'Liberation Serif'\"><p data-f>{{ name }}</p></body></html>"
)
FILES = {"templates/a.html": PAGE, "templates/a.txt": b"{{ name }}"}


def job(format_: str, template: str, **content: Any) -> Job:
    return Job(f"a.{format_}", "a", "", format_, template, content)


def test_how_many_documents_were_stamped_and_laid_out() -> None:
    renderer = Renderer(FILES)

    def counts(*jobs: Job) -> dict[str, int]:
        (ways,) = [each for one in jobs for each in renderer.render(one).ways]
        return dict(ways.counts)

    def ways(name: str) -> dict[str, int]:
        return counts(job("pdf", "templates/a.html", name=name))

    assert ways("Huyện Cao Lộc") == {"laid out": 1}
    assert ways("Huyện Chi Lăng") == {"rendered": 1}
    assert ways("Huyện Ω") == {"laid out": 1}
    assert ways("Huyện Lộc Bình") == {"filled": 1}
    pack = Pack(tuple(BoundDocument("templates/a.html", {"name": name}, name) for name in ("A", "B")), duplex=False)
    cover = job("pdf", "templates/a.html", title="T", lang="vi", name="T")
    assert counts(replace(cover, pack=pack)) == {"filled": 3}  # of a cover it reads the same names
    assert counts(job("txt", "templates/a.txt", name="A")) == {"rendered": 1}


def test_a_template_that_can_t_be_read_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def compile_(*words: Any, **more: Any) -> Any:
        read.append(words)
        return compile_template(*words, **more)

    monkeypatch.setattr("congvan.rendering.renderer.compile_template", compile_)
    renderer = Renderer({"templates/a.txt": b"{% for x in y %}"})
    found = list(render_each(renderer, [job("txt", "templates/a.txt", name=str(n)) for n in range(3)]))
    assert [item.problems[0].place.file for item in found if isinstance(item, FailedJob)] == ["templates/a.txt"] * 3
    assert found[0].problems == found[2].problems
    assert len(read) == 1
