"""The ingress: a small WSGI application that receives Twilio's webhooks and nothing else, for a server of its own."""

from django.conf import settings
from django.urls import include, path

from kavakbot import health, wsgi

__all__ = ["application"]

urlpatterns = [
    path("health", health.health),
    path("health/live", health.health),
    path("api/v1/chat/", include("conversations.webhook_urls")),
]
handler400 = "kavakbot.problems.bad_request"
handler404 = "kavakbot.problems.not_found"
handler500 = "kavakbot.problems.server_error"

# No session, no user, no page: what a webhook is trusted by is its signature.
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [
    "kavakbot.request_ids.named",
    "kavakbot.tracing.traced",
    "django.middleware.security.SecurityMiddleware",
]
application = wsgi.application
application.load_middleware()
