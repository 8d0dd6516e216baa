"""Webhooks of ours, to the systems of whoever sells with the bot: a CRM that wants to hear of leads.

- `events` writes a row for every endpoint in the transaction of what happened.
- `sending` posts what is due, signed, and tries again for a day; whoever only writes rows does without it.
- `signing` is the signature of the Standard Webhooks specification.
"""

from conversations.webhooks_out.events import appointment_booked, handed_over, lead_created, overdue, undelivered
from conversations.webhooks_out.signing import secret_of

__all__ = [
    "appointment_booked",
    "handed_over",
    "lead_created",
    "overdue",
    "secret_of",
    "undelivered",
]
