"""API resources that staff may also look at in a browser, by their admin session; integrators always get JSON."""

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from kavakbot.authentication import BearerAuthentication
from kavakbot.permissions import TokenScope
from kavakbot.tokens import ApiPrincipal


class StaffSession(SessionAuthentication):
    """Let staff who are logged in to the admin read; they write there, so no cookie ever changes anything here."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """Return the member of staff, or None."""
        found = super().authenticate(request) if request.method in SAFE_METHODS else None
        return found if found and found[0].is_staff else None


class StaffSeeWhatTheAdminShows(BasePermission):
    """A staff session reads what the same person may view in the admin; a client's token is judged by its scope."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether this caller may use this resource."""
        caller: Any = request.user  # one of ours, or Django's
        if isinstance(caller, ApiPrincipal):
            return True
        return request.method in SAFE_METHODS and caller.has_perm(getattr(view, "view_permission", ""))


class Resource(APIView):
    """A resource of the API, JSON in and out, never kept by shared caches; a view names its `view_permission`."""

    authentication_classes = (BearerAuthentication, StaffSession)
    permission_classes = (IsAuthenticated, TokenScope, StaffSeeWhatTheAdminShows)
    renderer_classes = (JSONRenderer, BrowsableAPIRenderer)
    view_permission: str

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Let nobody else see an answer, and let the caller keep it only to ask whether it still holds."""
        headers = {**super().default_response_headers, "Cache-Control": "private, no-cache"}
        return {**headers, "Vary": "Accept, Authorization, Cookie"}
