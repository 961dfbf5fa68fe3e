"""Generate the manual page of a rule, for `explain` and for docs/rules/."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.core.i18n import _, using_language
from congvan.nd30.check import PROFILES
from congvan.nd30.rules import BY_ID
from congvan.nd30.rules.base import IN_FORCE, Rule, manual_of, message_pattern


def explain(rule_id: str, lang: str = "vi") -> str:
    """Return the manual page of a rule in Markdown: text, clause, severity, dates, right and wrong samples.

    Raises KeyError for an unknown id.
    """
    rule = BY_ID[rule_id]
    with using_language(lang):
        return "\n".join(_page(rule)) + "\n"


def _page(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}"
    yield ""
    yield manual_of(rule)
    yield ""
    yield f"- {_('Clause')}: {rule.clause}"
    weight = {"error": _("error"), "warning": _("warning"), "note": _("note")}[str(rule.severity)]
    yield f"- {_('Severity')}: {weight}"
    since = _("in force since {day}").format(day=f"{rule.since:%d/%m/%Y}")
    until = "" if rule.until is None else " " + _("until {day}").format(day=f"{rule.until:%d/%m/%Y}")
    yield f"- {since}{until}"
    yield f"- {_('Message')}: {message_pattern(rule.id)}"
    yield f"- {_('Remedy')}: {message_pattern(f'{rule.id}.hint')}"
    for title, samples in ((_("Right"), rule.right), (_("Wrong"), rule.wrong)):
        shown = [f"    {_(s)}" if s else f"    {_('(nothing)')}" for s in samples]
        if shown:
            yield ""
            yield f"{title}:"
            yield ""
            yield from shown


def manual_pages() -> dict[str, str]:
    """Return the files of docs/rules/ by name: a page for each rule and an index, in English."""
    pages = {f"{rule.id}.md": explain(rule.id, "en") for rule in PROFILES["nd30-2020"].rules}
    with using_language("en"):
        rows = [
            f"| [{r.id}]({r.id}.md) | {r.clause} | {r.severity} | {message_pattern(r.id)} |"
            for r in PROFILES["nd30-2020"].rules
        ]
    pages["README.md"] = "\n".join(
        [
            "# Rules of Decree 30/2020/NĐ-CP",
            "",
            f"In force since {IN_FORCE:%d %B %Y}. Made by `python -m congvan.nd30.manual docs/rules`."
            " A test fails when stale.",
            "",
            "| rule | clause | severity | message |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )
    return pages


if __name__ == "__main__":
    import sys
    from pathlib import Path

    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for stale in {p.name for p in folder.glob("*.md")} - set(manual_pages()):
        (folder / stale).unlink()
    for name, text in manual_pages().items():
        (folder / name).write_text(text, encoding="utf-8")
