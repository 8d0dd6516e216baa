"""What stands beside a chat: what is known of the customer, and what has come of it so far."""

from typing import Any

from conversations.admin.leads import offer
from conversations.models import Conversation, TradeIn


def panel(conversation: Conversation) -> dict[str, Any]:
    """Return what the panel shows."""
    trade_in: TradeIn | None = getattr(conversation, "trade_in", None)
    return {"trade_in": trade_in, "trade_in_offer": offer(trade_in) if trade_in else ""}
