"""What the scope of a client's token lets it do: read, or write too."""

from typing import TYPE_CHECKING, Any, TypeVar

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from kavakbot.tokens import Ability, ApiPrincipal

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads this module's settings while it is being imported

View = TypeVar("View")


class TokenScope(BasePermission):
    """A token that reads may ask, search, quote and chat; whatever changes what is kept needs one that writes.

    Says nothing about callers without a token: other permissions do.
    """

    message = "The scope of the token does not allow this."
    code = "insufficient_scope"

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether the token is enough for this method of this view."""
        caller: Any = request.user  # one of ours, or Django's
        return not isinstance(caller, ApiPrincipal) or needed(request.method or "", view) in caller.abilities


def needed(method: str, view: "APIView") -> Ability:
    """Return what a call takes; a view whose POST only reads says so as `only_reads`."""
    return "read" if method in SAFE_METHODS or getattr(view, "only_reads", False) else "write"


def only_reads(view: View) -> View:
    """Say of a function view that its POST is a question: nothing that others see changes by it."""
    function: Any = view
    function.cls.only_reads = True
    return view
