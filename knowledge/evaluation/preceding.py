"""Count what taught questions ask of which taught passages (knowledge/precedents.py)."""

from collections import Counter

import numpy as np

from knowledge.evaluation.teaching import Taught
from knowledge.expecting import LETTERS
from knowledge.precedents import Precedents, hashed, question_parts

_FEWEST = 2  # questions that say a part: what one alone says is chance
_MOST_TIMES = 255


def count(taught: Taught) -> Precedents:
    """Return the taught passages as precedents, with the parts of the questions that each was asked."""
    asked = Counter(
        (hashed(part), answer)
        for question, answer in zip(taught.questions, taught.answers, strict=True)
        for part in question_parts(question)
    )
    often: Counter[int] = Counter()
    for (part, _), times in asked.items():
        often[part] += times
    pairs = sorted(pair for pair in asked if often[pair[0]] >= _FEWEST)
    parts, places = np.unique([part for part, _ in pairs], return_inverse=True)
    held = sorted({(hashed(stem[:LETTERS]), at) for at, stems in enumerate(taught.stems) for stem in stems})
    stems, columns = np.unique([stem for stem, _ in held], return_inverse=True)
    return Precedents(
        parts=parts.astype(np.uint32),
        part=places.astype(np.uint32),
        asked_of=np.array([answer for _, answer in pairs], dtype=np.uint16),
        times=np.array([min(asked[pair], _MOST_TIMES) for pair in pairs], dtype=np.uint8),
        stems=stems.astype(np.uint32),
        stem=columns.astype(np.uint16),
        held_by=np.array([at for _, at in held], dtype=np.uint16),
    )
