"""The way to the identity provider and back, and the silent renewal of sessions."""

import time
from typing import Any

from django.conf import settings
from django.contrib import admin, auth, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from mozilla_django_oidc.middleware import SessionRefresh
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from kavakbot.sign_on.leaving import came_from_the_provider

_LONGEST_WRITING = 3600  # seconds after its end in which a session may still send the form it had open


class Begin(OIDCAuthenticationRequestView):  # type: ignore[misc]  # its base is untyped
    """Send somebody to the provider, with state, nonce and the challenge of PKCE."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Be there only where a provider is configured."""
        if not settings.STAFF_SIGN_ON:
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        return response


class Return(OIDCAuthenticationCallbackView):  # type: ignore[misc]  # its base is untyped
    """Take somebody back from the provider."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Be there only where a provider is configured; a state that this browser was not given leads nowhere."""
        if not settings.STAFF_SIGN_ON:
            raise Http404
        if request.GET.get("state") not in request.session.get("oidc_states", {}):
            return _refused(request)
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        return response

    def login_failure(self) -> HttpResponse:
        """Say so on the login page; whoever was to be renewed is out."""
        auth.logout(self.request)
        return _refused(self.request)


class RenewedSessions(SessionRefresh):  # type: ignore[misc]  # its base is untyped
    """Ask the provider again every quarter of an hour whether it still vouches, without the person noticing."""

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:
        """Return the way to the provider when it is time, or to the login when a form comes long after."""
        if not came_from_the_provider(request):
            return None
        over_since = time.time() - request.session.get("oidc_id_token_expiration", 0)
        if request.method != "GET" and over_since > _LONGEST_WRITING and request.path not in self.exempt_urls:
            auth.logout(request)
            return HttpResponseRedirect(reverse("admin:login"))
        response: HttpResponseBase | None = super().process_request(request)
        return response


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Say, in the look of the login, that it was tried too often."""
    return render(request, "admin/locked_out.html", admin.site.each_context(request), status=429)


def _refused(request: HttpRequest) -> HttpResponse:
    messages.error(request, "No se pudo entrar con la cuenta de la empresa. Repite, o pide acceso a tu gerencia.")
    return HttpResponseRedirect(reverse("admin:login"))
