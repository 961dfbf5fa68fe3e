"""Vietnamese texts about a sign, for the proof, the order and the painter's list."""

from __future__ import annotations

from congvan.model.signage import SignItem
from congvan.signs.legibility import Legibility


def number(value: float, digits: int = 1) -> str:
    """Format a number with a decimal comma and no trailing zeros: 12,5."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")


def size(item: SignItem) -> str:
    """`300 × 80 cm`."""
    return f"{number(item.width / 10)} × {number(item.height / 10)} cm"


def finishing(item: SignItem) -> str:
    """Return the finishing of a sign in one sentence."""
    work, phrases = item.finishing, []
    if work.hem:
        phrases.append(f"gấp biên {number(work.hem)} mm bốn cạnh ra sau")
    if work.pocket:
        phrases.append(f"luồn cọc hai bên, rộng {number(work.pocket)} mm")
    if work.hidden_foot:
        phrases.append(f"chừa chân {number(work.hidden_foot)} mm trong hộp cuốn")
    if work.eyelet:
        where = f"ở bốn góc và cách nhau không quá {number(work.every)} mm" if work.every else "ở bốn góc"
        phrases.append(f"khoen Ø {number(work.eyelet)} mm, tâm cách mép {number(work.inset)} mm, {where}")
    if not phrases:
        phrases.append("xén đúng khổ")
    text = "; ".join(phrases)
    return text[:1].upper() + text[1:]


def letter_height(item: SignItem, seen: Legibility) -> str:
    """Return the cap height of the message and its reading distances."""
    if item.artwork:
        return f"theo bản thiết kế có sẵn ({item.artwork})"
    reach = f"đọc rõ đến {number(seen.comfortable)} m, xa nhất {number(seen.limit)} m"
    return f"chữ cao {number(seen.cap / 10)} cm; {reach}"


def full_url(url: str) -> str:
    """Return the full address, as encoded in the QR code."""
    return url if "://" in url else f"https://{url}"
