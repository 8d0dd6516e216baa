"""Admin of what the machine writes and people only read."""

from django.http import HttpRequest


class ReadOnly:
    """What the machine writes, people read."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody edits by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody deletes by hand."""
        return False
