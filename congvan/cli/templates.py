"""`template`: check a template, list what may be written in it, replace it. `preview`: its pages while it is edited."""

from __future__ import annotations

import argparse

from congvan.cli.options import root_of
from congvan.core.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome


def add_template(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    help_text = _("check: what is wrong with a template; names: what may be written in one; replace: by an edited one")
    add("what", choices=("check", "names", "replace"), metavar="check|names|replace", help=help_text)
    add("target", nargs="?", metavar=_("FILE|DOCUMENT"), help=_("a DOCX file, or the id of a document"))
    add("file", nargs="?", default="", metavar=_("NEW"), help=_("replace: the edited file that takes its place"))
    add("--undo", action="store_true", help=_("replace: bring back the template before"))
    add("--document", default="", metavar=_("ID"), help=_("check the file as the template of this document"))


def run_template(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.core.messages import Message
    from congvan.core.problems import Problem, UsageError
    from congvan.pipeline.template_check import TemplateCheckRequest, check_template
    from congvan.pipeline.template_names import TemplateNamesRequest, template_names

    root = root_of(args)
    if args.what == "replace":
        from congvan.editing.drafting.template_exchange import ReplaceTemplateRequest, replace_template

        request = ReplaceTemplateRequest(root=root, template=args.target or "", file=args.file, undo=args.undo)
        return replace_template(request, reporter)
    if args.what == "names":
        return template_names(TemplateNamesRequest(root, args.target), reporter)
    if args.target is None:
        raise UsageError(Problem(Message("template-which")))
    outcome = check_template(TemplateCheckRequest(root, args.target, args.document), reporter)
    if reporter.verbose:
        outcome.findings += [f"{tag['part']}, {tag['where']}: {tag['tag']}" for tag in outcome.data["tags"]]
    return outcome


def add_preview(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("template", metavar=_("FILE|DOCUMENT"), help=_("a DOCX file, or the id of a document"))
    add("--record", default="", metavar=_("ID"), help=_("the record to show: a receiver, an entry …; default: first"))
    add("--document", default="", metavar=_("ID"), help=_("show the file as the template of this document"))
    add("-o", "--output", metavar=_("FOLDER"), help=_("folder for the pages; default: preview/"))
    add("--dpi", type=int, default=80, metavar="N", help=_("fineness of the pictures; default: 80"))
    add("--watch", action="store_true", help=_("make the pages anew whenever the file is saved, until Ctrl-C"))


def run_preview(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from pathlib import Path

    from congvan.core.job import Outcome
    from congvan.pipeline.previews.preview import PreviewRequest, preview, watch

    folder = Path(args.output) if args.output else None
    request = PreviewRequest(root_of(args), args.template, args.record, args.document, folder, args.dpi)
    if not args.watch:
        return preview(request, reporter)
    watch(request, reporter, reporter.print_outcome)
    return Outcome("preview")
