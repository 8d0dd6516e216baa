"""The ingress: a small WSGI application that receives Twilio's webhooks and nothing else, for a server of its own.

It says what it goes without before Django is set up, so that nothing of that is loaded.
"""

from django.conf import settings
from django.urls import include, path

from kavakbot import health, serving

serving.prepare()
# No session, no user, no page: what a webhook is trusted by is its signature.
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [
    "kavakbot.request_ids.named",
    "kavakbot.tracing.traced",
    "django.middleware.security.SecurityMiddleware",
]
application = serving.application()

urlpatterns = [
    path("health", health.health),
    path("health/live", health.health),
    path("api/v1/chat/", include("conversations.webhook_urls")),
]
handler400 = "kavakbot.problems.bad_request"
handler404 = "kavakbot.problems.not_found"
handler500 = "kavakbot.problems.server_error"
