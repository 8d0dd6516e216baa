"""Tool: what the curated knowledge says on a question, word for word."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import AliasChoices, Field

from catalog import branches
from conversations.agent import bearing, joining, untrusted
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import Excerpt, Excerpts, FactValue
from knowledge import retrieval


class SearchKnowledgeBaseArgs(ToolArgs):
    """The customer's question, in their words."""

    question: str = Field(min_length=1, max_length=2000, validation_alias=AliasChoices("question", "query"))


def run(args: SearchKnowledgeBaseArgs, context: ToolContext) -> FactValue:
    """Return the sentences that answer, or none: what is not found is not known, what staff state is not repeated.

    The very question, answered by staff, comes before all that is said of it elsewhere.
    """
    found = list(_excerpts(args.question, context))
    asked = next((one for one in found if bearing.is_the_question(args.question, one)), None)
    if asked is not None:
        return Excerpts(args.question, (replace(asked, sure=True),))
    answering = [one for one in found if bearing.bears_on(args.question, one)]
    # The best first, but for one that has the very figures of the question: "esa garantía de 7 días".
    best = max(answering, key=lambda one: bearing.figures_alike(args.question, one), default=None)
    return Excerpts(args.question, () if best is None else (best,))


def _excerpts(question: str, context: ToolContext) -> Iterator[Excerpt]:
    """Yield what the passages say on the question, the best first."""
    kept_by_staff = branches.all_branches(now=context.now, inactive_too=True)
    for passage in retrieval.search(question):
        text = retrieval.excerpt(question, passage)
        if text and not passage.is_faq:  # what staff wrote by hand is told whole
            text = untrusted.before_orders(joining.unsaid_by_staff(text, passage.heading, kept_by_staff))
        if text:
            title = "" if passage.is_faq or passage.source_url else untrusted.before_orders(passage.source_title)
            excerpt = Excerpt(text, passage.heading, passage.source_url, passage.sure, passage.is_faq, title)
            yield excerpt if bearing.may_be_sure(question, excerpt) else replace(excerpt, sure=False)


TOOL = Tool(
    name="search_knowledge_base",
    description=(
        "What the company's pages say: sites and addresses, opening hours, warranty, returns, documents, payment plan, "
        "trade-in, how to buy and sell. An empty answer means that it is not known: say so. "
        "Where `sure` is false, say first that you do not have exactly that, and tell it as the nearest you have."
    ),
    args=SearchKnowledgeBaseArgs,
    run=run,
)
