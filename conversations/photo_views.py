"""Serve the photos that people of the team sent, to whoever was given the address."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from conversations import sent_photos


@require_safe
def sent_photo(request: HttpRequest, key: UUID) -> FileResponse:
    """Return the image; no cache on the way keeps it, for it may be erased with its customer."""
    try:
        content = sent_photos.open_photo(key)
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {
        "Cache-Control": "private, max-age=3600",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    return FileResponse(content, content_type="image/jpeg", headers=headers)
