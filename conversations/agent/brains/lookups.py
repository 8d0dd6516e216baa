"""What the offline brain looks up of the company: branches and passages, asked again where they hardly answer."""

from collections.abc import Sequence
from dataclasses import replace

from conversations.agent import bearing
from conversations.agent.brains import Thinking, ToolRequest
from conversations.dialogue.facts import BranchesFound, Excerpt, Excerpts
from conversations.dialogue.sentences import ENGLISH

_LONGEST_REF = 60
_PAPERS, _OF_PAPERS = "documentos", frozenset({"documents", "address_proof", "income"})
_ENOUGH_SPOKEN = 0.5  # of the words of a topic
_MOST_ASKED_AGAIN = 3  # topics


def branches(thinking: Thinking, question: str) -> ToolRequest | BranchesFound:
    """Return the branches that a question means, or the call that finds them."""
    ref = f"find_branches: {question}"[:_LONGEST_REF]
    value = thinking.found(ref)
    if value is None:
        return ToolRequest(ref, "find_branches", {"place": question})
    return value if isinstance(value, BranchesFound) else BranchesFound(question)


def excerpts(thinking: Thinking, question: str, *, of: str = "") -> ToolRequest | tuple[Excerpt, ...]:
    """Return what pages say on a question, or the call that finds it."""
    ref = f"search_knowledge_base: {of or question}"[:_LONGEST_REF]
    value = thinking.found(ref)
    if value is None:
        return ToolRequest(ref, "search_knowledge_base", {"question": _as_pages_say_it(thinking, question)})
    return value.found if isinstance(value, Excerpts) else ()


def _as_pages_say_it(thinking: Thinking, question: str) -> str:
    """Return a question in English by its topics' names in Spanish: what judges passages learned from no English."""
    topics = bearing.in_words_of_pages(question) if thinking.state.language == ENGLISH else ()
    return " ".join(said.split()[0] for said in topics) or question


def speaking(thinking: Thinking, question: str, pages: Sequence[Excerpt]) -> tuple[ToolRequest, ...] | list[Excerpt]:
    """Return the passage that speaks most of what is asked; where none does well, topics are asked for by themselves.

    A question of no known topic is answered by what was found first.
    """
    topics = bearing.in_words_of_pages(_PAPERS if _asks_of_papers(question) else question)[:_MOST_ASKED_AGAIN]
    of_papers = not bearing.topics_asked(question).isdisjoint(_OF_PAPERS)  # of which a list is taken for another
    answered = (page.sure and not of_papers for page in pages)
    if not topics or any(answered) or any(_share(topics, page) > _ENOUGH_SPOKEN for page in pages):
        return [*pages]
    found = {said: excerpts(thinking, said) for said in topics}
    if calls := tuple(again for again in found.values() if isinstance(again, ToolRequest)):
        return calls
    again = [page for told in found.values() if not isinstance(told, ToolRequest) for page in told]
    bearing_on = [
        page if _is_among(page, pages) else replace(page, sure=False)  # of its topic alone it may tell something else
        for page in again
        if bearing.bears_on(question, page)
    ]
    each = [*pages, *bearing_on] if any(page.sure for page in pages) else [*bearing_on, *pages]
    telling = [page for page in each if page.sure or _share(topics, page) >= _ENOUGH_SPOKEN]
    return [max(telling, key=lambda page: _share(topics, page))] if telling else []


def _is_among(page: Excerpt, pages: Sequence[Excerpt]) -> bool:
    return any(page.heading == one.heading and page.source_url == one.source_url for one in pages if one.sure)


def _asks_of_papers(question: str) -> bool:
    """Whether several papers are asked about, which one list has: "el recibo no es mío y no tengo nómina"."""
    return len(bearing.topics_asked(question) & _OF_PAPERS) > 1


def _share(topics: Sequence[str], page: Excerpt) -> float:
    return max(bearing.share_spoken_of(said, page) for said in topics)
