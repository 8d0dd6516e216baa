"""What staff set for the whole bot: whether it is paused is asked by leases, when people are there by turns."""

from catalog.hours import OpeningHours
from conversations.models import Switchboard


def rules() -> Switchboard:
    """Return what staff have set, or what holds until they do."""
    return Switchboard.objects.first() or Switchboard()


def team_hours() -> OpeningHours:
    """Return when people of the team are there; not stated until staff have stated it."""
    return rules().hours
