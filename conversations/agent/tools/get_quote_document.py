"""Tool: the last quote of this chat as a PDF behind a link."""

from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import FactValue, QuoteDocument
from financing import quotes


class GetQuoteDocumentArgs(ToolArgs):
    """Nothing to say: it is always the last valid quote."""


def run(args: GetQuoteDocumentArgs, context: ToolContext) -> FactValue:
    """Return the link, or that no quote of this chat is valid."""
    last = quotes.last_valid(origin=context.origin) if context.origin else None
    if last is None:
        return QuoteDocument()
    return QuoteDocument(quotes.link(last), last.car_title, last.stock_id, quotes.changes_since(last))


TOOL = Tool(
    name="get_quote_document",
    description="The link to the PDF of the last quote given in this chat, for a customer who wants it in writing.",
    args=GetQuoteDocumentArgs,
    run=run,
)
