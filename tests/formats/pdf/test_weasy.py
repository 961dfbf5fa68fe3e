"""WeasyPrint's surroundings: what it is served, and what becomes of all that it says."""

from __future__ import annotations

import importlib.abc
import logging
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from typing import Any

import pytest

from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.formats.pdf import weasy
from congvan.formats.pdf.weasy import asset_fetcher, missing_glyphs, raising_log_problems, weasyprint

LOGGER = logging.getLogger("weasyprint")
STEPS = logging.getLogger("weasyprint.progress")


def test_a_machine_without_pango_is_told_which_package(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(importlib.abc.MetaPathFinder):
        def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
            if fullname == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(EnvironmentFault) as stop:
        weasyprint.__wrapped__()
    (found,) = stop.value.problems
    assert found.code == "pango-missing"
    assert "cannot load library 'libpango-1.0-0'" in found.text
    assert "libpangoft2-1.0-0" in found.hint


# -- what is served ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.css", "text/css"),
        ("A.CSS", "text/css"),
        ("hình.svg", "image/svg+xml"),
        ("a.b.png", "image/png"),
        ("a.jpg", "image/jpeg"),
        ("a.jpeg", "image/jpeg"),
        ("css", "text/css"),
        ("a.bin", "application/octet-stream"),
    ],
)
def test_an_asset_and_its_kind(name: str, kind: str) -> None:
    refused: list[str] = []
    answer = asset_fetcher({name: b"data"}, refused)(f"asset:{name}")
    assert answer.read() == b"data"
    assert answer.content_type == kind
    assert answer.url == f"asset:{name}"
    assert refused == []


def test_a_name_may_be_written_in_percents() -> None:
    assert asset_fetcher({"a b.css": b"x"}, [])("asset:a%20b.css").read() == b"x"


@pytest.mark.parametrize(
    "url", ["a.css", "file:a.css", "data:,x", "asset:b.css", "https://a.css/", "asset:asset:a.css"]
)
def test_nothing_else_is_served(url: str) -> None:
    refused: list[str] = []
    with pytest.raises(ValueError, match=r"css|data"):
        asset_fetcher({"a.css": b"x"}, refused)(url)
    assert refused == [url]


def test_a_refusal_ends_the_run() -> None:
    urls = weasyprint().urls
    with pytest.raises(urls.FatalURLFetchingError), urls.fetch(asset_fetcher({}, []), "asset:a.css"):
        pass


# -- what it says -----------------------------------------------------------------------------------------------------


def told(*said: tuple[int, str], strict: bool = True, assets: Mapping[str, bytes] = {}) -> list[Problem]:
    """The problems of a run in which WeasyPrint logs this."""

    def run() -> None:
        with raising_log_problems("t.html", strict, assets):
            for level, text in said:
                (STEPS if level < logging.WARNING else LOGGER).log(level, text)

    with pytest.raises((ProblemsFound, EnvironmentFault)) as stop:
        run()
    return list(stop.value.problems)


def test_the_log_is_as_it_was(caplog: pytest.LogCaptureFixture) -> None:
    LOGGER.setLevel(logging.ERROR)
    STEPS.setLevel(logging.ERROR)
    before = list(LOGGER.handlers)
    try:
        with raising_log_problems("t.html", True, {}) as refused:
            logging.getLogger("another").warning("not ours")
        assert refused == []
        assert told((logging.WARNING, "Ours"))
        assert (LOGGER.level, STEPS.level, LOGGER.propagate, LOGGER.handlers) == (40, 40, True, before)
    finally:
        LOGGER.setLevel(logging.NOTSET)
        STEPS.setLevel(logging.NOTSET)
    assert [record.getMessage() for record in caplog.records] == ["not ours"]


def test_each_warning_once() -> None:
    found = told((30, "Ignored A"), (40, "Failed B"), (30, "Ignored A"))
    assert [(p.code, p.text, p.place) for p in found] == [
        ("template-warning", "Failed B", Place("t.html")),
        ("template-warning", "Ignored A", Place("t.html")),
    ]
    assert all("style sheet" in p.hint for p in found)


def test_warnings_of_foreign_templates_are_passed_over() -> None:
    with raising_log_problems("t.html", False, {}):
        LOGGER.warning("Ignored A")


SHEET = b"p { color: red }\n\nb { Font-Size: 3 lots }\ni { color: 9 }"


@pytest.mark.parametrize(
    ("sheet", "warning", "place"),
    [
        ("asset:a.css", "Ignored `font-size: 3 lots` at 3:5, invalid value.", Place("a.css", 3, 5)),
        ("asset:a.css", "Ignored `FONT-SIZE:\n3 lots` at 3:5, invalid value.", Place("a.css", 3, 5)),
        ("asset:a.css", "Ignored `color: 9` at 4:5, invalid value.", Place("a.css", 4, 5)),
        ("asset:a.css", "Ignored `color: 9` at 4:4, invalid value.", Place("t.html")),
        ("asset:a.css", "Ignored `color: 9` at 5:5, invalid value.", Place("t.html")),
        ("asset:a.css", "Ignored `colour: 9` at 4:5, invalid value.", Place("t.html")),
        ("asset:a.css", "Ignored something else", Place("t.html")),
        ("asset:b.css", "Ignored `color: 9` at 4:5, invalid value.", Place("t.html")),
        ("a.css", "Ignored `color: 9` at 4:5, invalid value.", Place("t.html")),
    ],
)
def test_the_place_of_a_warning(sheet: str, warning: str, place: Place) -> None:
    (found,) = told((20, f"Step 2 - Fetching and parsing CSS - {sheet}"), (30, warning), assets={"a.css": SHEET})
    assert found.place == place


def test_a_step_ends_the_style_sheet() -> None:
    """A declaration in the template itself may stand at a place of the same name in the sheet read before."""
    said = [(20, "Step 2 - Fetching and parsing CSS - asset:a.css"), (20, "Step 3 - Applying CSS")]
    (found,) = told(*said, (30, "Ignored `color: 9` at 4:5, invalid value."), assets={"a.css": SHEET})
    assert found.place == Place("t.html")


def test_a_sheet_of_other_letters() -> None:
    (found,) = told(
        (20, "Fetching and parsing CSS - asset:a.css"),
        (30, "Ignored `color: 9` at 2:1, x"),
        assets={"a.css": b"\xff\ncolor: 9"},
    )
    assert found.place == Place("a.css", 2, 1)


def test_a_missing_glyph_comes_before_warnings() -> None:
    glyph = '.notdef glyph rendered for Unicode string unsupported by fonts: "漢" (U+6F22)'
    (found,) = told((30, "Ignored A"), (30, glyph), (30, glyph.replace("6F22", "2FFF")))
    assert found == missing_glyphs("t.html", {"漢", "\u2fff"}).problems[0]
    assert found.code == "glyph-missing"
    assert found.place == Place("t.html")
    assert "\u2fff (U+2FFF), 漢 (U+6F22)" in found.text
    assert found.hint


def test_glyphs_of_foreign_templates_count_too() -> None:
    (found,) = told((30, '.notdef glyph rendered for Unicode string unsupported by fonts: "漢" (U+6F22)'), strict=False)
    assert found.code == "glyph-missing"


def refusals(*urls: str, error: BaseException | None = None) -> list[Problem]:
    """The problems of a run that was refused these addresses, and was ended by this error."""

    def run() -> None:
        with raising_log_problems("t.html", False, {}) as refused:
            LOGGER.warning("Failed to load")
            refused.extend(urls)
            if error:
                raise error

    with pytest.raises(ProblemsFound) as stop:
        run()
    return list(stop.value.problems)


def test_a_refused_address_is_told_once() -> None:
    near, far = refusals("http://a/" + "b" * 200, f"asset:{'c' * 200}", "http://a/" + "b" * 200)
    assert (far.code, near.code) == ("template-url", "template-asset")
    assert "http://a/" + "b" * 111 + " " in far.text
    assert "c" * 120 in near.text
    assert "c" * 121 not in near.text
    assert "asset:" not in near.text
    assert far.place == near.place == Place("t.html")
    assert "asset:NAME" in far.hint
    assert "templates/" in near.hint


def test_a_fatal_error_names_its_address() -> None:
    fatal = weasy.weasyprint().urls.FatalURLFetchingError
    assert [p.text for p in refusals("asset:x", error=fatal("y"))] == [p.text for p in refusals("asset:x")]
    (found,) = refusals(error=fatal('Error fetching "http://x"'))
    assert 'Error fetching "http://x"' in found.text


def test_other_errors_pass() -> None:
    before = list(LOGGER.handlers)
    with pytest.raises(KeyError), raising_log_problems("t.html", True, {}):
        raise KeyError
    assert LOGGER.handlers == before


def test_what_is_rarely_used_is_imported_when_it_is_called() -> None:
    script = textwrap.dedent("""
        import sys
        from congvan.formats.pdf.weasy import weasyprint
        weasyprint()
        rare = {"fontTools.subset", "fontTools.varLib.instancer"}
        print(sorted(rare & set(sys.modules)))
        import weasyprint.pdf.fonts as fonts
        print(type(fonts.subset.Options()).__module__, "fontTools.subset" in sys.modules)
        import fontTools.subset
        print(fontTools.subset.Options is type(fonts.subset.Options()))
    """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:3] == ["[]", "fontTools.subset True", "True"]
