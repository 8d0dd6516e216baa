"""Make a page, a saved page or every known page knowledge."""

import mimetypes
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kavakbot.errors import KavakbotError
from knowledge import ingestion, sources
from knowledge.models import Source
from knowledge.settling import IngestionReport


class Command(BaseCommand):
    """The same pipeline as the API and the admin, in this process."""

    help = "Ingest a page by URL, a saved page, or every active page (and KAVAK_URL)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to ingest."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--url", help="fetch this page")
        what.add_argument("--file", type=Path, help="read this saved page, PDF or text; --source-url says where it was")
        what.add_argument("--all", action="store_true", help="fetch every active page and KAVAK_URL")
        parser.add_argument("--source-url", help="the address of --file")
        parser.add_argument("--force", action="store_true", help="rebuild even when nothing changed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ingest and say what changed."""
        if bool(options["file"]) != bool(options["source_url"]):
            raise CommandError("--file and --source-url go together.")
        if options["all"]:
            self._ingest_all(force=options["force"])
            return
        try:
            report = self._ingest_one(options)
        except (KavakbotError, OSError) as error:
            detail = error.detail if isinstance(error, KavakbotError) else str(error)
            raise CommandError(f"Could not ingest {options['url'] or options['file']}: {detail}") from error
        self.stdout.write(_sentence(report))

    def _ingest_one(self, options: dict[str, Any]) -> IngestionReport:
        if options["url"]:
            return ingestion.ingest_url(url=options["url"], force=options["force"])
        file: Path = options["file"]
        content_type, _ = mimetypes.guess_type(file.name)
        return ingestion.ingest_file(
            content=file.read_bytes(),
            name=file.name,
            content_type=content_type or "text/html",
            source_url=options["source_url"],
            force=options["force"],
        )

    def _ingest_all(self, *, force: bool) -> None:
        pages = Source.objects.in_bulk(sources.request_all(force=force))
        failed = 0
        for source_id, source in pages.items():
            try:
                report = ingestion.ingest_source(source_id=source_id)
            except KavakbotError as error:
                failed += 1
                self.stderr.write(f"{source.url}: {error.detail}")
            else:
                self.stdout.write(f"{source.url}: {_sentence(report) if report else 'another worker reads it'}")
        if failed:
            raise CommandError(f"{failed} of {len(pages)} pages could not be ingested; their old versions serve.")
        self.stdout.write(f"{len(pages)} pages ingested.")


def _sentence(report: IngestionReport) -> str:
    return f"created={report.created} deleted={report.deleted} unchanged={report.unchanged}"
