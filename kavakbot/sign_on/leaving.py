"""The way out for those who came from the identity provider."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest
from django.urls import reverse

_BACKEND = "kavakbot.sign_on.backend.CompanyBackend"


def came_from_the_provider(request: HttpRequest) -> bool:
    """Tell whether this session began at the identity provider."""
    return bool(request.session.get(BACKEND_SESSION_KEY) == _BACKEND)


def way_out(request: HttpRequest) -> str | None:
    """Return where the provider ends its own session, for those who came from there; None for the others.

    To be asked before the session is forgotten.
    """
    if not (settings.OIDC_OP_LOGOUT_ENDPOINT and came_from_the_provider(request)):
        return None
    back = request.build_absolute_uri(reverse("admin:login"))
    asked = {
        "client_id": settings.OIDC_RP_CLIENT_ID,
        "post_logout_redirect_uri": back,
        "logout_uri": back,  # Cognito's name for it
        "id_token_hint": request.session.get("oidc_id_token", ""),
    }
    return f"{settings.OIDC_OP_LOGOUT_ENDPOINT}?{urlencode({name: said for name, said in asked.items() if said})}"
