"""A dataset of retrieval: pages or passages to ingest, and questions with the heading that answers them, or none."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kavakbot.errors import KavakbotError

SAMPLE_DIR = Path(__file__).resolve().parent.parent / "sample"
_HERE = Path(__file__).resolve().parent
# Over the sample pages; over fourteen pages that are much alike; over the same, asked in quite other words; over what
# staff wrote as questions and answers; and over the like by another hand, which nothing is learned from.
DEFAULT_DATASET, MANY_PAGES, HARD, FAQS, DESK = (
    _HERE / f"{name}_es.json" for name in ("sample", "questions", "hard", "faqs", "desk")
)
SHIPPED = (DEFAULT_DATASET, MANY_PAGES)

TUNED, UNTOUCHED = "tuned", "untouched"


class DatasetUnreadable(KavakbotError):
    """The dataset is not a JSON object with `questions` and either `passages` or `pages`."""

    code = "dataset_unreadable"


@dataclass(frozen=True)
class Question:
    """A question, the headings of the passages that answer it (none when nothing does), and whose half it is in.

    `says` is what stands in the answer, word for word, where the dataset knows it.
    """

    text: str
    expected: frozenset[str]
    page: str = ""
    half: str = ""
    near_topic: bool = False
    says: str = ""


@dataclass(frozen=True)
class Dataset:
    """Pages or passages to ingest, and questions to ask them."""

    passages: tuple[tuple[str, str], ...]  # heading, text
    pages: tuple[tuple[Path, str], ...]  # file, source URL
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Lesson:
    """A section of a page with the questions that it answers; one without a text has questions nothing answers."""

    writer: str
    page: str
    heading: str
    text: str
    questions: tuple[str, ...]


def load(path: Path) -> Dataset:
    """Read a dataset; raise `DatasetUnreadable` when it is not one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        heading_by_id = {passage["id"]: passage["title"] for passage in data.get("passages", [])}
        files = data.get("pages", {})
        halves = _halves(list(files)) if isinstance(files, dict) else {}
        return Dataset(
            passages=tuple((passage["title"], passage["text"]) for passage in data.get("passages", [])),
            pages=_pages(path.parent, files),
            questions=tuple(_question(entry, heading_by_id, halves) for entry in data["questions"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetUnreadable(f"{path}: {type(error).__name__} {error}") from error


def sample_pages() -> tuple[tuple[Path, str], ...]:
    """Return the shipped pages with their addresses."""
    index = json.loads((SAMPLE_DIR / "index.json").read_text(encoding="utf-8"))
    return tuple((SAMPLE_DIR / name, url) for name, url in index.items())


def lessons() -> list[Lesson]:
    """Return what was written to learn from, measured by nobody."""
    return [
        Lesson(file.stem, one["page"], one["heading"], one["text"], tuple(one["questions"]))
        for file in sorted((_HERE / "taught").glob("*.jsonl"))
        for one in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    ]


def taught_passages() -> list[tuple[str, str]]:
    """Return heading and text of the sections among them."""
    return [(lesson.heading, lesson.text) for lesson in lessons() if lesson.text]


def _pages(folder: Path, files: Mapping[str, str] | str) -> tuple[tuple[Path, str], ...]:
    if isinstance(files, str):
        return sample_pages() if files == "sample" else ()
    for name in files:
        if not (folder / name).exists():
            raise FileNotFoundError(name)
    return tuple((folder / name, url) for name, url in files.items())


def _halves(pages: list[str]) -> dict[str, str]:
    """Divide pages in two by a hash of their names: which half a page is in, nobody chose."""
    shuffled = sorted(pages, key=lambda name: hashlib.sha256(Path(name).stem.encode()).hexdigest())
    return {name: (TUNED, UNTOUCHED)[at % 2] for at, name in enumerate(shuffled)}


def _question(entry: Mapping[str, Any], heading_by_id: Mapping[str, str], halves: Mapping[str, str]) -> Question:
    expected = entry["expected"]
    listed = [] if expected is None else expected if isinstance(expected, list) else [expected]
    page = entry.get("page", "")
    return Question(
        text=entry["q"],
        expected=frozenset(heading_by_id.get(one, one) for one in listed),
        page=page,
        half=halves.get(page, ""),
        near_topic=entry.get("near", False),
        says=entry.get("says", ""),
    )
