"""The program of a trace under the name that the PDF side knows it by."""

from congvan.formats.program import Program, Step, from_bytes, to_bytes

__all__ = ["Program", "Step", "from_bytes", "to_bytes"]
