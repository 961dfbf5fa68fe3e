"""J. HTML to PDF, and the first screen. (No server answers requests: the first screen is a file.)"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from congvan.core.job import Artifact, Job
from congvan.pipeline.rendering import limits
from congvan.pipeline.rendering.renderer import FailedJob, Renderer, render_each
from tests.acceptance.promises.line import figure
from tests.canary import listening
from tests.formats.pdf_samples import page
from tests.pipeline.dashboard.test_dashboard import test_names_and_problems_are_escaped as names_are_escaped


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[str]]]:
    with listening(moved_to="/again") as found:
        yield found


VECTORS = {
    "img": '<img src="URL/x.png">',
    "srcset": '<img srcset="URL/x.png 2x" src="URL/y.png">',
    "object": '<object data="URL/x.svg"></object>',
    "embed": '<embed src="URL/x.svg">',
    "iframe": '<iframe src="file:///etc/passwd"></iframe><img src="URL/a.png">',
    "style": "<p style=\"background: url('URL/x.png')\">x</p>",
    "svg image": '<svg xmlns="http://www.w3.org/2000/svg"><image href="URL/x.png" width="9" height="9"/></svg>',
    "presentational": '<table background="URL/x.png"><tr><td>x</td></tr></table><img src="URL/b.png">',
    "list": '<ul style="list-style-image: url(URL/x.png)"><li>x</li></ul>',
    "content": "<style>p::before { content: url(URL/x.png) }</style><p>x</p>",
    "import": '<style>@import "URL/x.css";</style><p>x</p>',
    "face": "<style>@font-face { font-family: z; src: url(URL/x.ttf) } p { font-family: z }</style><p>x</p>",
    "file": '<img src="file:///etc/hostname">',
    "attachment": '<link rel="attachment" href="file:///etc/hostname"><p>x</p>',
    "ftp": '<img src="ftp://127.0.0.1/x.png">',
    "case": '<img src="HTTP://127.0.0.1:1/x.png">',
    "mapped": '<img src="http://[::ffff:127.0.0.1]/x.png">',
    "up": '<img src="asset:../../etc/hostname">',
    "encoded": '<img src="asset:%2e%2e/%2e%2e/etc/hostname">',
    "absolute": '<img src="asset:/etc/hostname">',
}


@pytest.mark.parametrize("name", VECTORS)
def test_j1_no_address_but_assets_is_ever_opened(name: str, canary: tuple[str, list[str]]) -> None:
    """No address but `asset:` is ever opened: each of the known ways (images, styles, faces, attachments, SVG) is a
    Problem, and the server that waits is asked nothing.
    """
    address, asked = canary
    template = page(VECTORS[name].replace("URL", address))
    (found,) = render_each(Renderer({"t": template}), [Job("x.pdf", "x", "name=x", "pdf", "t", {})])
    assert isinstance(found, FailedJob), name
    assert found.problems[0].code.startswith("template-")
    assert not asked
    figure("J1", "ways to an address tried", len(VECTORS))


def test_j1_an_address_in_the_data_is_text(canary: tuple[str, list[str]]) -> None:
    """An address in the data is text: it is printed, not opened."""
    address, asked = canary
    value = f'<img src="{address}/x.png">'
    job = Job("x.pdf", "x", "name=x", "pdf", "t", {"a": value})
    (found,) = render_each(Renderer({"t": page("<p data-f>{{ a }}</p>")}), [job])
    assert isinstance(found, Artifact)
    assert not asked


@pytest.mark.parametrize("css", ["p { colour: red }", "p { width: 10 }", "@media { p { x: y } }"])
def test_j2_every_warning_of_weasyprint_is_a_problem(css: str) -> None:
    """Every warning of WeasyPrint (ignored CSS, a relative link) is a Problem: what a template asks is done or told."""
    (found,) = render_each(Renderer({"t": page("<p>x</p>", css)}), [Job("x.pdf", "x", "name=x", "pdf", "t", {})])
    assert isinstance(found, FailedJob)
    assert {p.code for p in found.problems} == {"template-warning"}


@pytest.mark.parametrize(
    "body",
    [
        "<table>{% for i in range(99999) %}<tr>{% for j in range(50) %}<td>x</td>{% endfor %}</tr>{% endfor %}</table>",
        "{% for i in range(99999) %}<p style='font-size: 1000mm'>x y z</p>{% endfor %}",
    ],
)
def test_j3_a_page_that_will_not_end_is_stopped(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that will not end is stopped by the limits of one file; the file is named, the others are made."""
    monkeypatch.setattr(limits, "SECONDS", 1.5)
    files = {"bad": page(body), "good": page("<p>x</p>")}
    jobs = [Job(f"{t}.pdf", t, f"name={t}", "pdf", t, {}) for t in files]
    bad, good = render_each(Renderer(files), jobs)
    assert isinstance(bad, FailedJob)
    assert "name=bad" in str(bad.problems[0].record)
    assert isinstance(good, Artifact)


def test_j5_names_in_the_first_screen_are_escaped() -> None:
    """Names and problems in the first screen are escaped: `<script>` in a name is inert."""
    names_are_escaped()
