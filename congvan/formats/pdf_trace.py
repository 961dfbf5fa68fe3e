"""The trace under the name that the PDF side knows it by."""

from congvan.formats.trace import trace
from congvan.formats.traceable import traceable

__all__ = ["trace", "traceable"]
