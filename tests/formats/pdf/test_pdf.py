"""What a PDF template keeps, in memory and in the cache, and what it counts."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from congvan.core.cache import MemoryCache
from congvan.core.fonts import embed, fontconfig
from congvan.core.fonts.fontconfig import missing_face
from congvan.core.problems import EnvironmentFault, ProblemsFound
from congvan.formats.pdf import html_source, layout_record
from congvan.formats.pdf import template as pdf
from congvan.formats.pdf.tables import long_table
from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.formats.heard import Heard, failing
from tests.formats.pdf_samples import streams, text

HEAD = (
    '<html lang="vi"><head><title>{{ title }}</title><style>html { font: 12pt "Times New Roman" }</style></head><body>'
)
PAGE = HEAD + "<p>Chữ ß cố định</p><p><b data-f>{{ a }}</b></p>{% if more %}<p>{{ more }}</p>{% endif %}</body></html>"
#: Each value has a layout of its own.
OWN = HEAD + '<p style="opacity: 0.5" data-f>{{ a }}</p></body></html>'


def record(a: str, more: str = "", title: str = "x") -> dict[str, Any]:
    return {"a": a, "more": more, "title": title}


def compiled(template: str = PAGE, **options: Any) -> PdfTemplate:
    return compile_template(template.encode(), name="t.html", **options)


def counted(laid_out: int, stamped: int, fallbacks: int = 0) -> dict[str, int]:
    return {"laid out": laid_out, "stamped": stamped, "fallbacks": fallbacks}


def faces_of(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        fonts = list(opened.pages[0].obj.Resources.Font.values())
        assert all(isinstance(font, pikepdf.Dictionary) for font in fonts)
        return {str(font.BaseFont).partition("+")[2] for font in fonts}


def test_what_is_in_the_cache_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """No layout, no run of the template, no subset of a face."""
    cache = Heard()
    template = compiled(cache=cache)
    assert dict(template.stats) == counted(0, 0)
    made = [template.render(record(letter)) for letter in "abcd"]
    assert dict(template.stats) == counted(1, 3)
    assert sorted({kind for kind, _ in cache.kept}) == ["pdf", "pdf-font", "pdf-program", "pdf-trial"]
    assert len(cache.kept) == 5
    assert faces_of(made[0]) == {"LiberationSerif", "LiberationSerif-Bold"}
    assert [text(data)[0].split() for data in made] == [["Chữ", "ß", "cố", "định", letter] for letter in "abcd"]
    for module, name in ((long_table, "lay_out"), (embed, "font_objects"), (html_source.HtmlSource, "_run")):
        monkeypatch.setattr(module, name, failing)
    again = compiled(cache=cache)
    assert [again.render(record(letter)) for letter in "abcd"] == made
    assert dict(again.stats) == counted(0, 4)


def test_processes_that_make_one_record_each_learn() -> None:
    """The fourth needs no template: the plan of the second was verified by the third."""
    cache = MemoryCache()
    for letter, ran in zip("abcd", (True, True, True, False), strict=True):
        template = compiled(cache=cache)
        assert template.render(record(letter)) == compiled().render(record(letter))
        assert template._source.ran == ran


def test_it_is_as_it_would_be_laid_out() -> None:
    template = compiled()
    for letter in "ab":
        data = template.untagged(record(letter, title=" Công  văn &\n mẫu "))
        alone = template.lay_out(record(letter, title=" Công  văn &\n mẫu "))
        assert streams(data) == streams(alone)
        for each in (data, alone):
            with pikepdf.open(io.BytesIO(each)) as opened:
                assert str(opened.docinfo.Title) == "Công văn & mẫu"
    assert template.stats["stamped"] == 1


def test_the_title_of_a_record() -> None:
    """What binds files tells it beside their pages; several records of one skeleton have each their own."""
    template = compiled()
    for title, said in ((" Công  văn &\n mẫu ", "Công văn & mẫu"), ("", ""), ("<b>", "<b>")):
        assert template.title(template.split(record("a", title=title))) == said


def test_a_document_without_a_title_bears_the_name_of_its_template() -> None:
    """PDF/UA asks for one; the file without a structure tree needs none."""
    template = compiled(PAGE.replace("<title>{{ title }}</title>", ""))
    with pikepdf.open(io.BytesIO(template.render(record("a")))) as opened:
        assert opened.docinfo["/Title"] == "t"
    with pikepdf.open(io.BytesIO(template.untagged(record("a")))) as opened:
        assert "/Title" not in opened.docinfo


def asked(template: str = PAGE, **options: Any) -> str:
    """The key that a template's entries begin with."""
    cache = Heard()
    compiled(template, cache=cache, **options)
    (kind, key), again = cache.asked
    assert kind == "pdf-program"
    assert again == ("pdf-trial", key)
    return key


def test_all_that_decides_about_a_layout_is_in_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [
        asked(),
        asked(OWN),
        asked(strict=False),
        asked(assets={"a": b"bc"}),
        asked(assets={"ab": b"c"}),
        asked(assets={"a": b"bd"}),
        asked(assets={"a": b"", "b": b""}),
    ]
    assert asked() == keys[0]
    assert asked(assets={"b": b"", "a": b""}) == keys[-1]
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "library", lambda name: {"weasyprint": "weasyprint-0"}[name])
        keys.append(asked())
    monkeypatch.setattr(layout_record, "VERSION", 0)
    keys.append(asked())
    assert len(set(keys)) == len(keys) == 9


def test_other_fixed_words_are_another_layout() -> None:
    cache = Heard()
    template = compiled(PAGE.replace("<p>{{ more }}</p>", "<div>{{ more }}</div>"), cache=cache)
    for more in ("", "một", "hai", "", "một"):
        assert text(template.render(record("a", more)))[0].split()[4:] == ["a", *more.split()]
    assert dict(template.stats) == counted(3, 2)
    assert len({key for kind, key in cache.kept if kind == "pdf"}) == 3


@pytest.mark.parametrize("context", [record("\ud800"), record("a", "\ud800")])
def test_half_a_character_has_no_glyph(context: dict[str, Any]) -> None:
    """JSON can say one."""
    template = compiled(cache=Heard())
    template.render(record("a"))
    template.render(record("b"))
    with pytest.raises(EnvironmentFault) as stop:
        template.render(context)
    (problem,) = stop.value.problems
    assert problem.code == "glyph-missing"
    assert "? (U+D800)" in problem.text
    assert problem.place.file == "t.html"


class Stale(Heard):
    """Its layouts were made with faces that are others by now."""

    def get(self, kind: str, key: str) -> bytes | None:
        data = super().get(kind, key)
        return data and data.replace(b'"shas": {"', b'"shas": {"x')


def test_a_layout_of_other_faces_is_made_again() -> None:
    cache = Stale()
    first = compiled(cache=cache).render(record("a"))
    again = compiled(cache=cache)
    assert again.render(record("a")) == first
    assert dict(again.stats) == counted(1, 0)


def test_faces_that_are_gone_are_all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Heard()
    template = PAGE.replace("<b data-f>", '<b data-f style="font-family: Arial">')
    compiled(template, cache=cache).render(record("a"))

    def gone(want: Any) -> Any:
        raise missing_face(want)

    monkeypatch.setattr(fontconfig, "find_face", gone)
    with pytest.raises(EnvironmentFault) as stop:
        compiled(template, cache=cache).render(record("a"))
    assert [p.message.values["family"] for p in stop.value.problems] == ["Arial", "Times New Roman"]


def test_a_value_that_pins_its_field_is_a_fallback() -> None:
    template = compiled()
    for letter in "aбaбb":
        assert text(template.render(record(letter)))[0].split()[4:] == [letter]
    assert dict(template.stats) == counted(1, 3, 1)


def test_a_first_value_that_pins_its_field_is_none() -> None:
    template = compiled()
    for letter in "бaж":
        template.render(record(letter))
    assert dict(template.stats) == counted(2, 0, 1)


def test_the_cache_has_the_first_layouts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_MAX_STORED", 2)
    cache = Heard()
    template = compiled(OWN, cache=cache)
    for letter in "abca":
        template.render(record(letter))
    assert dict(template.stats) == counted(3, 1)
    again = compiled(OWN, cache=cache)
    for letter in "abac":
        template.render(record(letter))
        again.render(record(letter))
    assert dict(again.stats) == counted(1, 3)


@pytest.mark.parametrize("template", [OWN, PAGE.replace("<p><b data-f>{{ a }}</b></p>", "<div>{{ a }}</div>")])
def test_the_memory_has_the_last_layouts(monkeypatch: pytest.MonkeyPatch, template: str) -> None:
    """… of one skeleton; of skeletons it begins anew."""
    monkeypatch.setattr(pdf, "_MAX_LAYOUTS", 2)
    kept = compiled(template)
    for letter, laid_out in zip("abbacca", (1, 2, 2, 2, 3, 3, 3 if template is OWN else 4), strict=True):
        assert text(kept.render(record(letter)))[0].split()[-1] == letter
        assert kept.stats["laid out"] == laid_out


def test_of_long_lists_the_memory_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    made = compiled(OWN).render(record("a"))
    monkeypatch.setattr(pdf, "_MOST_KEPT_VALUES", -1)
    kept = compiled(OWN, cache=MemoryCache())
    assert [kept.render(record("a")) for _time in range(2)] == [made] * 2
    assert kept.stats["laid out"] == 2
    assert not any((kept._forms, kept._titles, kept._known))


def test_a_changed_word_or_excel_template_lays_nothing_out_again() -> None:
    cache = MemoryCache()
    for version in (b"one", b"two"):
        others = {"van-ban.docx": version, "BIEU.XLSX": version}
        template = compiled(assets=others, cache=cache)
        template.render(record("A"))
    assert template.stats == counted(laid_out=0, stamped=1)
    with pytest.raises(ProblemsFound, match=r"van-ban\.docx"):  # since none can be named
        compiled('<p><img src="van-ban.docx">', assets=others).render({})
