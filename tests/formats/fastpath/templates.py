"""Generated templates that mix what a trace sees outright with what has to be computed, and records for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

LETTERS = st.text(st.sampled_from("ab<&>\"' ĐỆ7"), max_size=4)
RECORDS = st.fixed_dictionaries(
    {
        "a": LETTERS,
        "b": st.sampled_from(["", "x", "xb", "ax"]),
        "n": st.integers(-2, 12),
        "f": st.sampled_from([0.5, 2.0, -1.25, 1e16]),
        "t": st.booleans(),
        "d": st.fixed_dictionaries({"k": LETTERS, "m": st.integers(0, 3), "items": st.lists(LETTERS, max_size=2)}),
        "rows": st.lists(st.fixed_dictionaries({"x": LETTERS, "y": st.integers(0, 3)}), max_size=3),
        "words": st.lists(LETTERS, max_size=3),
    }
)

TEXTS = st.sampled_from(["a", "b", "d.k", 'd["k"]', "v", "w"])
NUMBERS = st.sampled_from(["n", "d.m", "rows|length", "words|length", "2"])
LISTS = st.sampled_from(["words", 'd["items"]'])


def text(of: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions that give a text."""
    pairs = st.tuples(of, of)
    return st.one_of(
        of.map(lambda x: f"({x}|upper)"),
        of.map(lambda x: f"({x}|replace('a', 'q&'))"),
        of.map(lambda x: f"({x}.strip())"),
        of.map(lambda x: f"(({x})[1:])"),
        of.map(lambda x: f"(({x})|reverse)"),
        of.map(lambda x: f"(({x})|default('-', true))"),
        of.map(lambda x: f"(({x})|e)"),
        pairs.map(lambda p: f"(({p[0]} ~ '&' ~ {p[1]}))"),
        pairs.map(lambda p: f"(({p[0]} + {p[1]}))"),
        pairs.map(lambda p: f"(({p[0]} if t else {p[1]}))"),
        pairs.map(lambda p: f"(({p[0]} or {p[1]}))"),
        LISTS.map(lambda x: f"({x}|join('; '))"),
        LISTS.map(lambda x: f"({x}|sort|join)"),
        LISTS.map(lambda x: f"(({x}|first|default('?')))"),
        st.just("(rows|map(attribute='x')|join(', '))"),
        st.just("(rows|selectattr('y')|map(attribute='x')|join)"),
    )


def number(of: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions that give a number."""
    return st.one_of(
        st.tuples(of, st.sampled_from("+-*"), of).map(lambda p: f"(({p[0]} {p[1]} {p[2]}))"),
        of.map(lambda x: f"(({x})|abs)"),
        of.map(lambda x: f"(({x} / 4)|round(1))"),
        st.just("(f|round(1))"),
        st.just("f"),
        TEXTS.map(lambda x: f"(({x})|length)"),
        LISTS.map(lambda x: f"(({x}|join|length + {x}|length))"),
        st.just("(rows|sum(attribute='y'))"),
        st.just("(rows|map(attribute='y')|sum)"),
    )


def condition() -> st.SearchStrategy[str]:
    """Expressions that are asked for their truth."""
    texts, numbers = st.one_of(TEXTS, text(TEXTS)), st.one_of(NUMBERS, number(NUMBERS))
    single = st.one_of(
        TEXTS,
        st.just("rows"),
        st.just("t"),
        st.just("n"),
        texts.map(lambda x: f"({x} in 'xab')"),
        texts.map(lambda x: f"('a' in ({x}))"),
        texts.map(lambda x: f"(({x}) in words)"),
        texts.map(lambda x: f"(({x}) == 'x')"),
        texts.map(lambda x: f"(({x}) is lower)"),
        texts.map(lambda x: f"(({x}).startswith('a'))"),
        st.tuples(texts, texts).map(lambda p: f"(({p[0]}) < ({p[1]}))"),
        st.tuples(numbers, st.sampled_from(["<", "==", ">="]), numbers).map(lambda p: f"(({p[0]}) {p[1]} ({p[2]}))"),
        numbers.map(lambda x: f"(({x}) is number)"),
        st.just("nothing is defined and nothing.x > 3"),
    )
    return st.one_of(
        single,
        single.map(lambda x: f"(not ({x}))"),
        st.tuples(single, st.sampled_from(["and", "or"]), single).map(lambda p: f"(({p[0]}) {p[1]} ({p[2]}))"),
    )


def value() -> st.SearchStrategy[str]:
    """What may stand in `{{ … }}`."""
    texts, numbers = text(TEXTS), number(NUMBERS)
    return st.one_of(TEXTS, NUMBERS, texts, numbers, text(texts), number(numbers), condition().map(lambda x: f"({x})"))


def block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Statements round what is printed; `f` stands for a marked element."""
    return st.one_of(
        st.tuples(condition(), inner, inner).map(lambda p: f"{{% if {p[0]} %}}{p[1]}{{% else %}}{p[2]}{{% endif %}}"),
        inner.map(lambda x: f"{{% for v in words %}}{{{{ loop.index }}}}{x}{{% endfor %}}"),
        inner.map(lambda x: f"{{% for w in words|sort if w != 'a' %}}{x}{{% else %}}-{{% endfor %}}"),
        inner.map(lambda x: f"{{% for r in rows|sort(attribute='x') %}}{{{{ r.x }}}}{{{{ r.y }}}}{x}{{% endfor %}}"),
        inner.map(
            lambda x: f"{{% for r in rows[1:] %}}{{{{ r.x|upper }}}}{{{{ loop.cycle('o', 'e') }}}}{x}{{% endfor %}}"
        ),
        st.tuples(st.one_of(text(TEXTS), number(NUMBERS)), inner).map(
            lambda p: f"{{% set v = {p[0]} %}}{{{{ v }}}}{p[1]}"
        ),
        st.tuples(condition(), inner).map(lambda p: f"{{% set w = {p[0]} %}}{{% if w %}}{p[1]}{{% endif %}}"),
        st.tuples(text(TEXTS), inner).map(lambda p: f"{{% with w = {p[0]} %}}{p[1]}{{% endwith %}}"),
    )


def markup(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Statements that write markup: macros, blocks that are kept, filters over blocks."""
    return st.one_of(
        st.tuples(value(), inner).map(
            lambda p: (
                f"{{% macro m(x, v='u') %}}{p[1]}{{{{ x }}}}{{% if x %}}!{{% endif %}}{{% endmacro %}}"
                f"{{{{ m({p[0]}) }}}}"
            )
        ),
        inner.map(lambda x: f"{{% set w %}}{x}{{% endset %}}{{{{ w }}}}{{{{ w|length }}}}{{% if w %}}?{{% endif %}}"),
        inner.map(lambda x: f"{{% filter upper %}}{x}{{% endfilter %}}"),
        inner.map(lambda x: f"{{% macro c() %}}[{{{{ caller() }}}}]{{% endmacro %}}{{% call c() %}}{x}{{% endcall %}}"),
    )


PRINTED = value().map(lambda x: f"{{{{ {x} }}}}")
INNER = st.lists(PRINTED, min_size=1, max_size=2).map(" ".join)
BODY = "{% set v, w = '', '' %}"


def bodies(*, with_markup: bool) -> st.SearchStrategy[str]:
    """The text of a template, in which v and w are always known."""
    one = st.one_of(INNER, block(INNER), block(block(INNER)), *([markup(INNER)] if with_markup else []))
    return st.lists(one, min_size=1, max_size=3).map(lambda parts: BODY + "\n".join(parts))


def changed(record: dict[str, Any], text_: str, n: int) -> dict[str, Any]:
    """A record of the same shape with other texts and numbers."""
    rows = [{"x": text_ + row["x"], "y": row["y"]} for row in record["rows"]]
    return {**record, "a": text_, "n": n, "d": {**record["d"], "k": text_}, "rows": rows}
