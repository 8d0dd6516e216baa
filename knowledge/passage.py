"""What retrieval hands out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Passage:
    """A passage that may answer: its text verbatim, where it stands, and how likely it does (0 to 1; 0.5 the floor).

    One that is not `sure` may be the neighbour of an answer that is not there; whoever hands it on says so.
    """

    chunk_id: UUID
    text: str
    heading: str
    source_url: str
    source_title: str
    score: float
    fetched_at: datetime | None
    sure: bool = True
    is_faq: bool = False  # written by staff as question and answer: the heading is the question
