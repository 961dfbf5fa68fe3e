"""congvan: official dispatches, roster forms and signage from YAML, as DOCX, PDF and XLSX (Decree 30/2020/NĐ-CP).

What is promised to programs is in `__all__`, imported name by name when it is asked for (docs/python.md).
"""

__version__ = "0.2.0"

_HOMES = {
    "congvan.formats": ("compile_template",),
    "congvan.i18n": ("use_language",),
    "congvan.job": ("Outcome", "Output", "Progress"),
    "congvan.model.loader": ("load",),
    "congvan.nd30.acts": ("CheckRequest", "check"),
    "congvan.pipeline.build": ("build",),
    "congvan.pipeline.request": ("BuildRequest",),
    "congvan.pipeline.validate": ("ValidateRequest", "validate"),
    "congvan.plan.selection": ("Selection",),
    "congvan.problems": ("Exit", "Place", "Problem", "ProblemsFound", "Severity"),
    "congvan.project.assets": ("read",),
}
__all__ = sorted(name for names in _HOMES.values() for name in names)


def __getattr__(name: str) -> object:
    """A promised name, from the module where it is at home."""
    for module, names in _HOMES.items():
        if name in names:
            import importlib

            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
