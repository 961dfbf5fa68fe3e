"""`build`, the default command: build the documents into outputs/."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_jobs, root_of
from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_build(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    help_text = _("id of a document or folder: letter, letters, packs")
    add("documents", nargs="*", metavar=_("DOCUMENT"), help=help_text)
    add("--dispatch", action="append", default=[], metavar=_("ID"), help=_("only this dispatch; may be repeated"))
    help_text = _('only these records: xa=cao-loc, or a name: "Cao Lộc"; may be repeated')
    add("--where", action="append", default=[], metavar=_("[NAME=]ID"), help=help_text)
    add("--only", action="append", default=[], metavar=_("FORMAT"), help=_("only docx, pdf or xlsx; may be repeated"))
    help_text = _("the corrected text, or word for word as issued")
    add("--edition", default="corrected", choices=("corrected", "as-issued"), help=help_text)
    add("--number", metavar="N", help=_("number of the dispatch, for this run"))
    add("--date", metavar=_("YYYY-MM-DD"), help=_("date of issue, for this run"))
    add("-n", "--dry-run", action="store_true", help=_("list the files to be written and the reasons; write nothing"))
    add("-F", "--rebuild", action="store_true", help=_("build everything, even if unchanged"))
    add("--force", action="store_true", help=_("replace files that were edited by hand (each is kept as .bak)"))
    add("--keep-going", action="store_true", help=_("publish the successful files even if some records failed"))
    add_jobs(parser)
    add("--database", metavar=_("URL"), help=_("database of the returned forms; default: the file office.db"))
    add("--cluster", metavar=_("ADDRESS"), help=_("address of a Dask scheduler to render on"))
    add("--outlines", action="store_true", help=_("also make signs with text as outlines"))


def run_build(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    if args.dry_run or args.cluster or args.jobs == 1:
        return _built(args, reporter)
    from congvan.pipeline.rendering.worker_process import started_ahead

    with started_ahead(root_of(args)):
        return _built(args, reporter)


def _built(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.core.bootstrap import no_op
    from congvan.core.clock import clock_problems
    from congvan.core.problems import blocking
    from congvan.pipeline.build import build
    from congvan.pipeline.plan.selection import Selection
    from congvan.pipeline.request import BuildRequest
    from congvan.publishing.manifest import OUTPUTS

    root = root_of(args)
    before = no_op.take_snapshot(str(root))
    selection = Selection(args.documents, _where(args.where), args.only, args.dispatch, args.edition, args.outlines)
    fields = {name: getattr(args, name) for name in _FIELDS}
    outcome = build(BuildRequest(root, selection, workers=args.jobs, **fields), reporter)
    lasting = not (outcome.exit_code or blocking(outcome.problems) or clock_problems("build"))
    if lasting and not args.dry_run:
        paths = [f"{OUTPUTS}/{output.path}" for output in outcome.outputs if output.status != "removed"]
        no_op.record_run(args, before, [*paths, f"{OUTPUTS}/manifest.json"], reporter.text_if_unchanged(outcome))
    return outcome


_FIELDS = ("number", "date", "dry_run", "rebuild", "force", "keep_going", "cluster", "database")
"""Options that are fields of the request under the same name."""


def _where(conditions: list[str]) -> dict[str, list[str]]:
    """Return the selected entries by loop value; under "" those of which only the name was given."""
    where: dict[str, list[str]] = {}
    for condition in conditions:
        name, equals, value = condition.partition("=")
        where.setdefault(name if equals else "", []).append(value if equals else condition)
    return where
