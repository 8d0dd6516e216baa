"""Who did what, in Django's own history of each row."""

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest


def sign(request: HttpRequest, rows: Iterable[Model], said: str) -> None:
    """Write what somebody did into the history of every row, all at once."""
    LogEntry.objects.log_actions(
        user_id=request.user.pk or "",
        queryset=rows,
        action_flag=CHANGE,
        change_message=said,
        single_object=False,
    )
