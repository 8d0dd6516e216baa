"""Serve uploaded photos at public addresses that never change their content, whatever the storage behind."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from catalog import photos


@require_safe
def photo(request: HttpRequest, key: UUID, *, thumbnail: bool = False) -> FileResponse:
    """Return the image; a new photo gets a new address, so it may be cached for ever."""
    try:
        content = photos.open_photo(key, thumbnail=thumbnail)
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return FileResponse(content, content_type="image/jpeg", headers=headers)
