"""The back office of knowledge: sources, their passages and new versions, a trial, and what customers asked in vain."""

from knowledge.admin.missed import MissedQuestionAdmin
from knowledge.admin.sources import SourceAdmin

__all__ = ["MissedQuestionAdmin", "SourceAdmin"]
