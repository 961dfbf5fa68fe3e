"""The typeface of signs and its cuts, from the installed package."""

from __future__ import annotations

from functools import lru_cache

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Problem

FAMILY = "Be Vietnam Pro"
FILES = ("BeVietnamPro-ExtraBold.ttf", "BeVietnamPro-Bold.ttf", "BeVietnamPro-Medium.ttf")
HEAVY, BOLD, PLAIN = FILES


@lru_cache(maxsize=1)
def installed() -> dict[str, bytes]:
    """The cuts that signs are set in, by file name, from the package `fontpkg-be-vietnam-pro` (SIL OFL 1.1)."""
    from importlib.resources import files

    try:
        folder = files("fontpkg_be_vietnam_pro") / "files"
        return {name: (folder / name).read_bytes() for name in FILES}
    except (ModuleNotFoundError, OSError) as error:
        raise EnvironmentFault(Problem(Message("sign-face", family=FAMILY))) from error
