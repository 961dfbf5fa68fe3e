"""congvan: official dispatches, forms and signage from YAML, as DOCX, PDF and XLSX (Decree 30/2020/NĐ-CP).

The public API is `__all__`; each name is imported from its module on first access (docs/python.md).
"""

__version__ = "0.2.0"

_HOMES = {
    "congvan.formats.compiled": ("CompiledTemplate", "compile_template"),
    "congvan.core.i18n": ("use_language",),
    "congvan.core.job": ("Outcome", "Output", "Progress"),
    "congvan.model.loader": ("load",),
    "congvan.nd30.acts": ("CheckRequest", "check"),
    "congvan.nd30.boxes.reading": ("read_boxes",),
    "congvan.nd30.boxes.values": ("BoxPlace", "Boxes", "Confidence", "ReadBox", "ReadSigner"),
    "congvan.pipeline.build": ("build",),
    "congvan.pipeline.merge": ("merge",),
    "congvan.pipeline.request": ("BuildRequest",),
    "congvan.pipeline.validate": ("ValidateRequest", "validate"),
    "congvan.pipeline.plan.selection": ("Selection",),
    "congvan.core.problems": ("Exit", "Place", "Problem", "ProblemsFound", "Severity"),
    "congvan.model.project.assets": ("read",),
}
__all__ = sorted(name for names in _HOMES.values() for name in names)


def __getattr__(name: str) -> object:
    """Import a public name from the module that defines it."""
    for module, names in _HOMES.items():
        if name in names:
            import importlib

            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
