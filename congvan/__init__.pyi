# The types of the names that __init__.py imports when they are asked for.
from congvan.core.i18n import use_language as use_language
from congvan.core.job import Outcome as Outcome
from congvan.core.job import Output as Output
from congvan.core.job import Progress as Progress
from congvan.core.problems import Exit as Exit
from congvan.core.problems import Place as Place
from congvan.core.problems import Problem as Problem
from congvan.core.problems import ProblemsFound as ProblemsFound
from congvan.core.problems import Severity as Severity
from congvan.formats.compiled import CompiledTemplate as CompiledTemplate
from congvan.formats.compiled import compile_template as compile_template
from congvan.model.loader import load as load
from congvan.model.project.assets import read as read
from congvan.nd30.acts import CheckRequest as CheckRequest
from congvan.nd30.acts import check as check
from congvan.nd30.boxes.reading import read_boxes as read_boxes
from congvan.nd30.boxes.values import Boxes as Boxes
from congvan.nd30.boxes.values import BoxPlace as BoxPlace
from congvan.nd30.boxes.values import Confidence as Confidence
from congvan.nd30.boxes.values import ReadBox as ReadBox
from congvan.nd30.boxes.values import ReadSigner as ReadSigner
from congvan.pipeline.build import build as build
from congvan.pipeline.merge import merge as merge
from congvan.pipeline.plan.selection import Selection as Selection
from congvan.pipeline.request import BuildRequest as BuildRequest
from congvan.pipeline.validate import ValidateRequest as ValidateRequest
from congvan.pipeline.validate import validate as validate

__version__: str
