"""One HTML page on many checked papers: the worst first, each with pictures of its pages and its findings.

It needs no network and no other file, and is read without scripts too; a script of a few lines filters by rule.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from html import escape
from itertools import islice
from pathlib import Path

from congvan.core.i18n import _, language, ngettext, using_language
from congvan.core.problems import Severity
from congvan.nd30.check import CheckReport, RuleResult, kind_name
from congvan.nd30.page_images import FoundPlace, PageImage, margin_of, marks_of, pictures, placed
from congvan.nd30.reports import closing, conversion_note, location_text

_WEIGHTS = {Severity.ERROR: 100, Severity.WARNING: 10, Severity.NOTE: 1}
_ORDER = list(_WEIGHTS)

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 "Noto Sans", "Segoe UI", system-ui, sans-serif }
body { max-width: 80rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; overflow-wrap: anywhere; margin: 0 }
article { border-top: 1px solid #8888; padding: 1rem 0; display: grid; gap: 1rem; grid-template-columns: 1fr }
@media (max-width: 62rem) { article > :first-child { order: 1 } }
@media (min-width: 62rem) { article { grid-template-columns: 26rem 1fr } }
figure { position: relative; margin: 0 0 .5rem }
img { width: 100%; height: auto; outline: 1px solid #8888; display: block }
figure i { position: absolute; border: 1px solid #a00; pointer-events: none }
figure a { position: absolute; translate: -50% -50%; min-width: 1.4em; text-align: center; border-radius: 1em;
 background: #fff; color: #a00; border: 2px solid; font-weight: bold; font-size: .8rem; text-decoration: none }
ol { padding-left: 2rem } li { margin-bottom: .5rem } li:target { outline: 3px solid #06c }
.error { color: #a00 } .warning { color: #850 } .note { color: #05a } .severity { font-weight: bold }
@media (prefers-color-scheme: dark) { .error { color: #f99 } .warning { color: #fc8 } .note { color: #9cf } }
.hint, .clause { display: block } [hidden] { display: none !important }
form { position: sticky; top: 0; background: Canvas; padding: .5rem 0; z-index: 1 }
select { font: inherit; max-width: 100% }
@media print { form { display: none } article { grid-template-columns: 9cm 1fr; font-size: 10pt }
 li, figure { break-inside: avoid } body { max-width: none; padding: 0 } }
"""
_SCRIPT = """
const rule = document.getElementById("rule"), shown = document.getElementById("shown");
rule.form.hidden = false;
rule.addEventListener("change", () => {
  let count = 0;
  for (const paper of document.querySelectorAll("article")) {
    for (const one of paper.querySelectorAll("[data-rule]"))
      one.hidden = !!rule.value && one.dataset.rule !== rule.value;
    paper.hidden = !!rule.value && !paper.querySelector("[data-rule]:not([hidden])");
    count += !paper.hidden;
  }
  shown.textContent = count;
});
"""


_Numbered = tuple[int, tuple[Path, CheckReport]]


def page_of(judged: Mapping[Path, CheckReport], left_out: Mapping[str, str], processes: int = 1) -> Iterator[str]:
    """Yield the page in pieces, one for each paper, so that only a few papers' pictures are held at a time.

    `processes`: how many draw pictures; LibreOffice takes a second for a DOCX.
    """
    papers = sorted(judged.items(), key=lambda item: (-_weight(item[1]), str(item[0])))
    yield from _head(list(judged.values()), left_out)
    made = partial(_paper_in, language())
    if processes == 1:
        yield from map(made, enumerate(papers, 1))
    else:
        with ProcessPoolExecutor(processes) as pool:
            for some in _batches(enumerate(papers, 1), 8 * processes):
                yield from pool.map(made, some)
    yield f"</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"


def _batches(papers: Iterable[_Numbered], size: int) -> Iterator[list[_Numbered]]:
    """Yield the papers a few at a time, so that those that are ready don't fill the memory."""
    left = iter(papers)
    while some := list(islice(left, size)):
        yield some


def _paper_in(tongue: str, numbered: _Numbered) -> str:
    """Return one paper in a language, which another process doesn't know."""
    number, (path, report) = numbered
    with using_language(tongue):
        return _paper(number, path, report)


def _weight(report: CheckReport) -> int:
    return sum(_WEIGHTS[result.severity] for result in report.broken)


def _head(reports: Sequence[CheckReport], left_out: Mapping[str, str]) -> Iterator[str]:
    """Yield title, counts, the rules left out, and the choice of a rule."""
    title = escape(_("Check of documents against Decree 30/2020/NĐ-CP"))
    yield (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f"</head>\n<body>\n<header><h1>{title}</h1>\n"
    )
    found = Counter(result.severity for report in reports for result in report.broken)
    words = {Severity.ERROR: _("errors"), Severity.WARNING: _("warnings"), Severity.NOTE: _("notes")}
    counts = ", ".join(f"{found[severity]} {words[severity]}" for severity in _ORDER)
    papers = ngettext("{count} paper", "{count} papers", len(reports)).format(count=len(reports))
    yield f"<p>{escape(papers)}: {escape(counts)}</p>\n"
    if left_out:
        items = "".join(f"<li>{escape(rule)}: {escape(why)}</li>" for rule, why in left_out.items())
        yield f"<h2>{escape(_('Rules left out by the office (data/check.yaml)'))}</h2>\n<ul>{items}</ul>\n"
    rules = Counter(result.id for report in reports for result in report.broken)
    options = "".join(f'<option value="{rule}">{rule} ({count})</option>' for rule, count in rules.most_common())
    yield (
        f'<form hidden><label for="rule">{escape(_("Rule"))}</label> <select id="rule"><option value="">'
        f'{escape(_("all"))}</option>{options}</select> <output id="shown" for="rule">{len(reports)}</output></form>\n'
        "</header>\n<main>\n"
    )


def _paper(number: int, path: Path, report: CheckReport) -> str:
    """Return one paper: pictures with a number at each finding, and the findings with the same numbers."""
    findings = sorted(report.broken, key=lambda r: (_ORDER.index(r.severity), r.page, r.line, r.id))
    places, pdf = ([], b"") if report.unreadable or not findings else placed(path, findings)
    figures = "".join(_figure(picture, number, findings, places) for picture in pictures(pdf, places))
    kind = kind_name(report.document_kind)
    lines = [closing(report), *([conversion_note()] if report.converted else [])]
    about = "".join(f"<p>{escape(line)}</p>" for line in lines)
    items = "".join(_finding(f"p{number}-{k}", result) for k, result in enumerate(findings, 1))
    return (
        f'<article aria-labelledby="p{number}"><div>{figures}</div><div><h2 id="p{number}">{escape(report.path)}'
        f"{f' ({escape(kind)})' if kind else ''}</h2>{about}<ol>{items}</ol></div></article>\n"
    )


def _finding(anchor: str, result: RuleResult) -> str:
    where, hint = location_text(result), str(result.hint or "")
    words = {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.NOTE: _("note")}
    severity = f'<span class="severity {result.severity}">{escape(words[result.severity])}</span>'
    place = f"{escape(where)}: " if where else ""
    remedy = f'<span class="hint">→ {escape(hint)}</span>' if hint else ""
    clause = f'<span class="clause">{result.id}; {escape(str(result.clause))}</span>'
    text = f"{place}{severity}: {escape(str(result.message))}{remedy}{clause}"
    return f'<li id="{anchor}" data-rule="{result.id}">{text}</li>'


def _figure(picture: PageImage, number: int, findings: Sequence[RuleResult], places: Sequence[FoundPlace]) -> str:
    """Return a page as a figure, with a link to each finding at its place."""
    links, marks = "", marks_of(picture.page, picture.height, places)
    margin = margin_of(marks)
    across, down = 100 / (picture.width + margin), 100 / picture.height
    for mark in marks:
        rule, (left, top, width, height) = findings[mark.number - 1].id, mark.frame
        place = f"left:{(margin + mark.x) * across:.1f}%;top:{mark.y * down:.1f}%"
        links += f'<a href="#p{number}-{mark.number}" data-rule="{rule}" style="{place}">{mark.number}</a>'
        frame = f"left:{(margin + left) * across:.1f}%;top:{top * down:.1f}%"
        frame += f";width:{width * across:.1f}%;height:{height * down:.1f}%"
        links += f'<i data-rule="{rule}" style="{frame}"></i>'
    name = escape(_("page {page}").format(page=picture.page))
    data = base64.b64encode(picture.png).decode()
    beside = f' style="margin-left:{margin * across:.1f}%;width:{picture.width * across:.1f}%"' if marks else ""
    return f'<figure><img loading="lazy" alt="{name}"{beside} src="data:image/png;base64,{data}">{links}</figure>'
