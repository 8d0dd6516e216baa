"""Reads the tables of words that are kept as data beside the code."""

import csv
from pathlib import Path


def rows(file: Path) -> list[list[str]]:
    """Return the rows of a table, its cells parted by tabs, without their names above."""
    with file.open(encoding="utf-8", newline="") as lines:
        _, *found = csv.reader(lines, delimiter="\t")
    return found
