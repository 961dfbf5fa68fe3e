"""What the author of a tag meant who wrote a condition as in a spreadsheet, in Vietnamese, or as a word processor
corrects it: `=`, `<>`, `≥`, `và`, `else if`.
"""

from __future__ import annotations

import re

from congvan.core.messages import Message

_TEXTS = re.compile(r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
_MEANT = tuple(
    (re.compile(written), meant)
    for written, meant in (
        (r"\blớn hơn hoặc bằng\b", ">="),
        (r"\b(?:nhỏ|bé) hơn hoặc bằng\b", "<="),
        (r"\blớn hơn\b", ">"),
        (r"\b(?:nhỏ|bé) hơn\b", "<"),
        (r"<>|≠|\bkhác\b", "!="),
        (r"\bbằng\b", "=="),
        (r"≥|=>", ">="),
        (r"≤|=<", "<="),
        (r"(?<=\w)->(?=\w)", "."),
        (r"×", "*"),
        (r"÷", "/"),
        (r"(?<=\s)[–—−](?=\s)", "-"),
        (r"&&|\b(?:và|AND|And)\b", "and"),
        (r"\|\||\b(?:hoặc|OR|Or)\b", "or"),
        (r"\b(?:NOT|Not|không)\b", "not"),
        (r"!(?=[\w(])", "not "),
    )
)
_ELSE_IF = re.compile(r"^(\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?)(?:else\s*if|elsif)\b")
_CLOSED_BY_WORD = re.compile(r"\s*(?:\s(?:then|THEN|Then|thì)|:)(?=\s*[-+]?%\})")
_LETTER = re.compile(r"^(\{%[-+]?\s*)(?:tr|tc|p|r)\s+")
_END_WITH_MORE = re.compile(r"^(\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?end[a-z]+)\s.*?(\s*[-+]?%\})$")
_EACH = re.compile(r"\b(?:với mỗi|với mọi|mỗi|lặp)\b")
_ENDS = (
    (re.compile(r"\b(?:hết|kết thúc|end) (?:nếu|if)\b"), "endif"),
    (re.compile(r"\b(?:hết|kết thúc|end) (?:lặp|vòng lặp|for)\b"), "endfor"),
)
_FILTER_WITH_SPACES = re.compile(r"(?<=\|)(\s*)([^\W\d]\w*(?: +[^\W\d]\w*)+)(?=\s*[|}%(])")
_NO_IN = re.compile(r"^(\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?for\s+\w+\s+)(?!in\b)(?=[\w.]+\s*[-+]?%\})")
_DOUBLED = re.compile(r"\{\{\s*\{\{\s*([^{}]+?)\s*\}\}")
_CROSSED = re.compile(r"\{\{\s*([^{}%]+?)\s*%\}|\{%\s*([^{}%]+?)\s*\}\}")
_LOOP_WORD = re.compile(r"^(\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?for\s+\w+\s+)(?:of|trong|từ)\b")
_TOO_MANY_BRACES = re.compile(r"\{{3,}\s*([^{}]+?)\s*\}{2,}")
_NAME_WITH_SPACES = re.compile(r"\{\{\s*(?!\d)[\w.]+(?:[ \u00a0]+[^\W\d]\w*)+\s*(?:\|[^{}]*)?\}\}")
_OPERATORS = frozenset(["if", "else", "and", "or", "not", "in", "is"])
_OTHER_WORDS = {
    "elseif": "elif", "elsif": "elif", "nếu": "if", "lặp": "for", "row": "tr", "cell": "tc", "col": "tc",
}  # fmt: skip  # a table: what belongs together on a line
_OTHER_FILTERS = {
    **dict.fromkeys(["strftime", "date", "dateformat", "date_format", "format_date", "datetime"], "ngay"),
    **dict.fromkeys(
        ["money", "currency", "number_format", "numberformat", "intcomma", "comma", "format_number"], "tien"
    ),
    **dict.fromkeys(["words", "in_words", "num2words", "spell", "doc_so"], "bang_chu"),
}
_EMPTY = re.compile(r"\{\{\s*\}\}")
_CONDITION = re.compile(r"^\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?(?:if|elif)\b")
_ASKED = re.compile(r"\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?(?:if|elif)\s(.*?)[-+]?%\}|\{\{(?:p|r)?\s(.*)\}\}")
_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")


def as_conditions_are_written(tag: str) -> str:
    """Return a tag with the words and signs that conditions have, the texts in it as they are."""
    tag = _NO_IN.sub(r"\1in ", _LOOP_WORD.sub(r"\1in", _ELSE_IF.sub(r"\1elif", tag)))
    pieces = _TEXTS.split(tag)
    for at in range(0, len(pieces), 2):
        for written, meant in _MEANT:
            pieces[at] = written.sub(meant, pieces[at])
        if _CONDITION.match(tag):
            pieces[at] = _CLOSED_BY_WORD.sub("", _EQUALS.sub("==", pieces[at]))
    return "".join(pieces)


def remedy(tag: str) -> Message | None:
    """Return what to write for a tag that can't be read; None where nobody can tell."""
    if any(quote in _TEXTS.sub("", tag) for quote in "'\""):
        return Message("tag-text-open")
    if _EMPTY.fullmatch(tag):
        return Message("tag-empty.hint")
    if end := _END_WITH_MORE.match(tag):
        return Message("brace-lost.hint", text=end[1] + (end[2] if end[2].strip() != end[2] else f" {end[2]}"))
    if doubled := _DOUBLED.fullmatch(tag):
        return Message("brace-lost.hint", text=f"{{{{ {doubled[1]} }}}}")
    tag, written = _FILTER_WITH_SPACES.sub(lambda name: name[1] + "_".join(name[2].split()), tag), tag
    meant = _with_a_name(tag) or as_conditions_are_written(tag)
    return None if meant == written or not _can_be_read(meant) else Message("brace-lost.hint", text=meant)


def crossed(text: str) -> Message | None:
    """Return what to write for a tag that is closed as one of another kind, where a text has one; else None."""
    found = _CROSSED.search(text)
    if not found:
        return None
    inner = found[1] or found[2]
    statement = re.match(r"(?:(?:tr|tc|p|r)\s+)?(?:if|elif|else|for|end\w+|set)\b", inner)
    return Message("brace-lost.hint", text=f"{{% {inner} %}}" if statement else f"{{{{ {inner} }}}}")


def _with_a_name(tag: str) -> str:
    """Return a tag that has braces too many, or a name with spaces, as it is to be written; "" for any other."""
    if braced := _TOO_MANY_BRACES.fullmatch(tag):
        return f"{{{{ {braced[1]} }}}}"
    if not _NAME_WITH_SPACES.fullmatch(tag):
        return ""
    name, bar, filters = tag.strip("{}").partition("|")
    words = name.split()
    if not _OPERATORS.isdisjoint(words):
        return ""
    return f"{{{{ {'_'.join(words)}{bar}{filters.rstrip()} }}}}"


def other_word(word: str, tag: str) -> Message | None:
    """Return what to write for a tag whose first word is one of another program, or Vietnamese; None for any other."""
    for written, meant in ((_EACH, "for"), *_ENDS):
        if (found := written.search(tag)) and found[0].startswith(word):
            return Message("brace-lost.hint", text=as_conditions_are_written(written.sub(meant, tag, count=1)))
    known = _OTHER_WORDS.get(word)
    return (
        None
        if known is None
        else Message("brace-lost.hint", text=as_conditions_are_written(tag.replace(word, known, 1)))
    )


def other_filter(name: str) -> Message | None:
    """Return the filter that does what one of another program does; None where none is known to."""
    known = _OTHER_FILTERS.get(name.lower())
    return None if known is None else Message("did-you-mean", found=known)


def hyphenated(name: str, tag: str) -> Message | None:
    """Return what to write for a name that no data have and that is behind a hyphen: it is meant as one name."""
    written = re.search(rf"([\w.]+-)+{re.escape(name)}\b(?!\s*[(])", _TEXTS.sub("''", tag)) if name else None
    if written is None:
        return None
    return Message("brace-lost.hint", text=tag.replace(written[0], written[0].replace("-", "_")))


def unquoted(name: str, tag: str) -> Message | None:
    """Return what to write for a name that a value is compared with and that no data have: it is meant as a text."""
    if not name or not re.search(rf"[=!]=\s*{re.escape(name)}\b(?!\s*[.(])", _TEXTS.sub("''", tag)):
        return None
    return Message("tag-unquoted", right=f"'{name}'")


def _can_be_read(tag: str) -> bool:
    from jinja2 import Environment, TemplateSyntaxError

    asked, loop = _ASKED.fullmatch(tag), _LETTER.sub(r"\1", tag)
    whole = f"{loop}{{% endfor %}}" if re.match(r"\{%[-+]?\s*for\b", loop) else tag
    try:
        Environment().parse(f"{{{{ ({asked[1] or asked[2]}) }}}}" if asked else whole)
    except TemplateSyntaxError:
        return False
    return True
