"""Who signs the changes that are made in the back office."""

from django.http import HttpRequest

from catalog.inventory import Author


def author_of(request: HttpRequest, what: str = "") -> Author:
    """Return the person behind a request, with "admin" and what they did as the reason."""
    return Author(request.user if request.user.is_authenticated else None, f"admin: {what}" if what else "admin")
