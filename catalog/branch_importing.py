"""Bring a file of branches in: new ones created, known ones corrected, what the file leaves empty kept."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from catalog import branches
from catalog.branch_file import BranchFile, BranchRow
from catalog.branches import Saved
from catalog.inventory import UNKNOWN, Author

_FIELDS = ("state", "address", "latitude", "longitude", "time_zone", "notes")


@dataclass(frozen=True)
class BranchImportReport:
    """What an import did, or would do when it was a dry run."""

    created: int
    updated: int
    unchanged: int
    rejected: int

    def __str__(self) -> str:
        return f"created={self.created} updated={self.updated} unchanged={self.unchanged} rejected={self.rejected}"


def import_branches(*, file: BranchFile, author: Author = UNKNOWN, dry_run: bool = False) -> BranchImportReport:
    """Upsert the rows by city and name in one transaction; a dry run is the same, undone."""
    with transaction.atomic():
        done = Counter(_save(row, author) for row in file.rows)
        transaction.set_rollback(dry_run)
    return BranchImportReport(done[Saved.CREATED], done[Saved.UPDATED], done[Saved.UNCHANGED], file.rejected)


def _save(row: BranchRow, author: Author) -> Saved:
    stated = {name: getattr(row, name) for name in _FIELDS if getattr(row, name) is not None}
    return branches.save_branch(
        city=row.city, name=row.name, week=row.hours, windows=row.test_drives, author=author, **stated
    )
