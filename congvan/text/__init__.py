"""Characters and names: the public functions of this package. Imports messages."""

from congvan.text.characters import check_text, correct_look_alike, describe
from congvan.text.flaws import FORBIDDEN, LOOK_ALIKE, MOJIBAKE, TextProblem
from congvan.text.legacy_encodings import Converted, converted, is_syllable, read_as
from congvan.text.names import did_you_mean, fold, nearest, nfc, same_words, slug, upper
from congvan.text.printable import not_carried, presentable

__all__ = [
    "FORBIDDEN",
    "LOOK_ALIKE",
    "MOJIBAKE",
    "Converted",
    "TextProblem",
    "check_text",
    "converted",
    "correct_look_alike",
    "describe",
    "did_you_mean",
    "fold",
    "is_syllable",
    "nearest",
    "nfc",
    "not_carried",
    "presentable",
    "read_as",
    "same_words",
    "slug",
    "upper",
]
