"""Characters and names: the public functions of this package, but for old encodings, which few texts are in
(`legacy_encodings`). Imports messages.
"""

from congvan.core.text.characters import check_text, correct_look_alike, describe
from congvan.core.text.flaws import FORBIDDEN, LOOK_ALIKE, MOJIBAKE, TextProblem
from congvan.core.text.names import did_you_mean, fold, nearest, nfc, same_words, slug, spoken, upper
from congvan.core.text.printable import not_carried, presentable

__all__ = [
    "FORBIDDEN",
    "LOOK_ALIKE",
    "MOJIBAKE",
    "TextProblem",
    "check_text",
    "correct_look_alike",
    "describe",
    "did_you_mean",
    "fold",
    "nearest",
    "nfc",
    "not_carried",
    "presentable",
    "same_words",
    "slug",
    "spoken",
    "upper",
]
