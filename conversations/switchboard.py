"""What staff set for the whole bot: whether it is paused is asked by leases, when people are there by turns."""

from catalog.hours import OpeningHours, parse_week
from conversations.models import Switchboard


def team_hours() -> OpeningHours:
    """Return when people of the team are there; not stated until staff have stated it."""
    written = Switchboard.objects.values_list("team_hours", flat=True).first()
    return OpeningHours(parse_week(written or ""))
