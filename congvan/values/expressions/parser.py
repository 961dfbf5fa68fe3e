"""The grammar of expressions, from the loosest binding to the tightest: or, and, not, comparison, + -, * /, sign.

Why a parser of our own: Jinja's tells the line of an error, never the character, and takes much more than is allowed.
Its grammar is a part of Jinja's; a test compares the two.
"""

from __future__ import annotations

from typing import get_args

from congvan.core.messages import Message
from congvan.core.text import did_you_mean
from congvan.values.expressions.tokens import WORDS_INSTEAD, ExpressionError, Token, as_number, tokens
from congvan.values.expressions.tree import (
    Call,
    Compared,
    Comparison,
    Computed,
    Constant,
    Items,
    Joined,
    NameRead,
    Negative,
    Node,
    Not,
    Sign,
    walk,
)

FUNCTIONS = {
    "count": (0, 2),
    "sum": (1, 2),
    "mean": (1, 2),
    "min": (1, 2),
    "max": (1, 2),
    "last": (1, 1),
    "year_ago": (1, 1),
    "so_far": (1, 1),
}
"""The aggregates, each with its least and greatest number of arguments."""

MOST_PARTS = 50
_DEEPEST = 20
_COMPARISONS = frozenset(get_args(Comparison)) - {"not in"}
_WORDS = frozenset(("and", "or", "not", "in", "true", "false"))


def parse_tree(text: str) -> Node:
    """Return the parts of an expression. Raises `ExpressionError`."""
    parser = _NodeReader(text)
    tree = parser.expression()
    parser.expect_end()
    if sum(1 for _part in walk(tree)) > MOST_PARTS:
        raise ExpressionError(Message("expression-form.parts", most=MOST_PARTS))
    return tree


class _NodeReader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def is_word(self, *words: str) -> bool:
        return self.token.kind in ("name", "sign") and self.token.value in words

    def take(self) -> Token:
        token = self.token
        self.at += token.kind != "end"
        return token

    def expression(self) -> Node:
        """Parse `a or b`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ExpressionError(Message("expression-form.deep"), self.token.start)
        left = self._and()
        while self.is_word("or"):
            at = self.take().start
            left = Joined("or", left, self._and(), at)
        self.depth -= 1
        return left

    def _and(self) -> Node:
        left = self._not()
        while self.is_word("and"):
            at = self.take().start
            left = Joined("and", left, self._not(), at)
        return left

    def _not(self) -> Node:
        turns = []
        while self.is_word("not"):
            turns.append(self.take().start)
        inner = self._comparison()
        for at in reversed(turns):
            inner = Not(inner, at)
        return inner

    def _comparison(self) -> Node:
        left = self._sum()
        sign = self._comparison_sign()
        if sign is None:
            return left
        compared = Compared(sign[0], left, self._sum(), sign[1])
        if (again := self._comparison_sign()) is not None:
            raise ExpressionError(Message("expression-form.chain"), again[1])
        return compared

    def _comparison_sign(self) -> tuple[Comparison, int] | None:
        if self.is_word(*_COMPARISONS):
            token = self.take()
            return token.value, token.start  # type: ignore[return-value]  # one of _COMPARISONS
        following = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if self.is_word("not") and (following.kind, following.value) == ("name", "in"):
            self.at += 1
            return "not in", self.take().start
        return None

    def _sum(self) -> Node:
        left = self._product()
        while self.is_word("+", "-"):
            token = self.take()
            sign: Sign = "+" if token.value == "+" else "-"
            left = Computed(sign, left, self._product(), token.start)
        return left

    def _product(self) -> Node:
        left = self._signed()
        while self.is_word("*", "/"):
            token = self.take()
            sign: Sign = "*" if token.value == "*" else "/"
            left = Computed(sign, left, self._signed(), token.start)
        return left

    def _signed(self) -> Node:
        signs = []
        while self.is_word("-"):
            signs.append(self.take().start)
        inner = self._atom()
        for at in reversed(signs):
            inner = Negative(inner, at)
        return inner

    def _atom(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Constant(as_number(token), token.start)
        if token.kind == "text":
            return Constant(token.value, token.start)
        if token.value == "(" and token.kind == "sign":
            inner = self.expression()
            self._close(")", token)
            return inner
        if token.value == "[" and token.kind == "sign":
            return Items(self._several("]", token), token.start)
        if token.kind == "name" and token.value in ("true", "false"):
            return Constant(token.value == "true", token.start)
        if token.kind != "name" or token.value in _WORDS:
            raise self._unexpected(token)
        if self.is_word("("):
            return self._call(token)
        return NameRead(token.value, token.start)

    def _call(self, name: Token) -> Call:
        if name.value not in FUNCTIONS:
            known = Message("expression-form.hint-functions", known=", ".join(FUNCTIONS))
            hint = did_you_mean(name.value, FUNCTIONS) or known
            raise ExpressionError(Message("expression-form.function", name=name.value), name.start, hint)
        arguments = self._several(")", self.take())
        least, most = FUNCTIONS[name.value]
        if not least <= len(arguments) <= most:
            message = Message("expression-form.arguments", name=name.value, found=len(arguments))
            hint = Message("expression-form.hint-arguments", name=name.value, least=least, most=most)
            raise ExpressionError(message, name.start, hint)
        return Call(name.value, arguments, name.start)

    def _several(self, closing: str, opening: Token) -> tuple[Node, ...]:
        """Parse expressions parted by commas, and the bracket that ends them."""
        found: list[Node] = []
        while not self.is_word(closing):
            found.append(self.expression())
            if not self.is_word(","):
                break
            self.take()
        self._close(closing, opening)
        return tuple(found)

    def _close(self, closing: str, opening: Token) -> None:
        if not self.is_word(closing):
            if self.token.kind == "end":
                message = Message("expression-form.bracket", opening=opening.value, closing=closing)
                raise ExpressionError(message, opening.start)
            raise self._unexpected(self.token)
        self.take()

    def expect_end(self) -> None:
        """Raise `ExpressionError` if something is behind the expression."""
        if self.token.kind != "end":
            raise self._unexpected(self.token)

    def _unexpected(self, token: Token) -> ExpressionError:
        """Return what is wrong with a word that can't be where it is."""
        before = self.text[: token.start].strip()
        shown = before if len(before) <= 30 else f"…{before[-30:]}"
        if token.kind == "end":
            return ExpressionError(Message("expression-form.end", before=shown), token.start)
        right = WORDS_INSTEAD.get(token.value.lower()) or _in_small_letters(token.value)
        if token.kind == "name" and right:
            meant = f"{self.text[: token.start]}{right}{self.text[token.end :]}"
            message = Message("expression-form.instead", text=token.value, right=right)
            return ExpressionError(message, token.start, Message("expression-form.hint-write", text=meant))
        if token.value == "," and (comma := self._decimal_comma(token)):
            return comma
        if token.kind == "name" and before:
            return ExpressionError(Message("expression-form.word", text=token.value, before=shown), token.start)
        return ExpressionError(Message("expression-form.unexpected", text=token.value, before=shown), token.start)

    def _decimal_comma(self, comma: Token) -> ExpressionError | None:
        at = self.tokens.index(comma)
        before, behind = self.tokens[at - 1], self.tokens[min(at + 1, len(self.tokens) - 1)]
        if (before.kind, behind.kind) != ("number", "number"):
            return None
        meant = f"{self.text[: comma.start]}.{self.text[comma.end :]}"
        hint = Message("expression-form.hint-write", text=meant)
        return ExpressionError(Message("expression-form.comma"), comma.start, hint)


def _in_small_letters(word: str) -> str:
    small = word.lower()
    return small if small != word and small in _WORDS else ""
