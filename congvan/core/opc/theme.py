"""The faces of a document's theme by the names that its styles call them: ECMA-376-1, 17.15.1.88 and 20.1.4.1.24."""

from __future__ import annotations

from typing import Any

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS = (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",)))
_OWN_FACES = {"vi": "Viet"}
"""The languages in Latin letters for which a theme may have a face of its own, with what it calls their script."""


def theme_faces(theme: Any | None, language: str) -> dict[str, str]:
    """Return the faces of a theme: "majorHAnsi" → "Times New Roman".

    `theme`: the root of its part, None without one; `language`: that of `w:themeFontLang`, whose own face Word takes.
    """
    if theme is None:
        return {}
    script = _OWN_FACES.get(language.partition("-")[0].lower(), "")
    found: dict[str, str] = {}
    for kind in ("major", "minor"):
        fonts = theme.find(f".//{_A}{kind}Font")
        for part, names in _SCRIPTS if fonts is not None else ():
            own = fonts.find(f"{_A}font[@script='{script}']") if part == "latin" and script else None
            faces = [each.get("typeface") for each in (own, fonts.find(_A + part)) if each is not None]
            if face := next(filter(None, faces), ""):
                found |= {kind + name: face for name in names}
    return found
