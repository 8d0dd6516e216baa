"""The gateway of tests: it keeps what was sent, and can be told what becomes of the next sends."""

import uuid
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from conversations.whatsapp.messages import Listed
from conversations.whatsapp.outcome import Accepted, SendOutcome

if TYPE_CHECKING:
    from conversations.whatsapp.gateways import Outgoing


@dataclass
class FakeGateway:
    """Accepts every message unless `next_outcomes` says otherwise."""

    sent: list["Outgoing"] = field(default_factory=list)
    next_outcomes: deque[SendOutcome] = field(default_factory=deque)
    listed: list[Listed] = field(default_factory=list)

    def send(self, outgoing: "Outgoing") -> SendOutcome:
        """Record the message when it is accepted."""
        outcome = self.next_outcomes.popleft() if self.next_outcomes else Accepted(sid=f"SM{uuid.uuid4().hex}")
        if isinstance(outcome, Accepted):
            self.sent.append(outgoing)
        return outcome

    def list_sent(self, address: str, *, since: datetime) -> list[Listed]:
        """List what the test says the provider made."""
        return [it for it in self.listed if it.created_at >= since]
