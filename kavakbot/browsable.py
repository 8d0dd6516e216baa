"""The API as staff see it in a browser, by their admin session; integrators always get JSON.

A view names what its readers may see in the admin (`view_permission`) and, where its POST is only a question, what who
asks it may do there (`ask_permission`). One that names nothing is shown to nobody.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from kavakbot import problems
from kavakbot.masked_answers import mask_answer
from kavakbot.roles import SEE_PHONE_NUMBERS
from kavakbot.tokens import ApiPrincipal

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads this module's settings while it is being imported

View = TypeVar("View")


class StaffSession(SessionAuthentication):
    """Let staff who are logged in to the admin read and ask; they write there, so no cookie changes anything here."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """Return the member of staff, or None; a question needs the CSRF token too."""
        view = (request.parser_context or {}).get("view")
        if request.method not in SAFE_METHODS and not needed(request.method, view):
            return None
        found = super().authenticate(request)
        return found if found and found[0].is_staff else None


class StaffSeeWhatTheAdminShows(BasePermission):
    """A staff session sees what the same person may view in the admin; a client's token is judged by its scope."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether this caller may use this view."""
        caller: Any = request.user  # one of ours, or Django's
        if isinstance(caller, ApiPrincipal):
            return True
        permission = needed(request.method, view)
        return bool(permission) and caller.has_perm(permission)


def needed(method: str | None, view: "APIView | None") -> str:
    """Return the permission that staff need for a method of a view; none is the empty one, which nobody has."""
    by_method = {"POST": "ask_permission", **dict.fromkeys(SAFE_METHODS, "view_permission")}
    return getattr(view, by_method.get(method or "", ""), "")


def shown_to(view_permission: str, *, asked_by: str = "") -> Callable[[View], View]:
    """Say of a function view which staff it is shown to, and who of them may ask it."""

    def say(view: View) -> View:
        function: Any = view
        function.cls.view_permission, function.cls.ask_permission = view_permission, asked_by
        return view

    return say


def for_the_caller_alone(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let no cache keep what the API answers, and mask phone numbers for staff who may not see them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not problems.is_of_the_api(request):
            return response
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
        caller: Any = request.user  # of the session, or whom the view found behind the token
        if not isinstance(caller, ApiPrincipal) and caller.is_authenticated and not caller.has_perm(SEE_PHONE_NUMBERS):
            mask_answer(response)
        return response

    return answer
