"""Every address the service answers at; apps are included by name."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularRedocView, SpectacularSwaggerSplitView

from kavakbot import api, health, metrics, problems
from kavakbot.openapi_document import OpenApiDocument

admin.autodiscover()
handler400 = "kavakbot.problems.bad_request"
handler404 = "kavakbot.problems.not_found"
handler500 = "kavakbot.problems.server_error"

urlpatterns = [
    path("", api.root, name="root"),
    path("favicon.ico", RedirectView.as_view(url=static("kavakbot/icon.svg"))),
    path("health", health.health),
    path("health/live", health.health),
    path("health/ready", health.ready),
    path("metrics", metrics.metrics),
    path("auth/login", api.login),
    path("api/v1/", include("catalog.urls")),
    path("api/v1/", include("financing.urls")),
    path("api/v1/", include("knowledge.urls")),
    path("api/v1/", include("conversations.urls")),
    path("", include("financing.public_urls")),
    path("photos/", include("catalog.gallery_urls")),
    path("", include("conversations.public_urls")),
    path("api/schema", OpenApiDocument.as_view(), name="schema"),
    path("openapi.json", OpenApiDocument.as_view(), {"format": "json"}, name="openapi"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="schema")),
    path("redoc", SpectacularRedocView.as_view(url_name="schema")),
    path("", include("conversations.admin.dashboard.urls")),
    path("admin/", admin.site.urls),
    path("", include("conversations.playground.urls")),
    path("oidc/", include("mozilla_django_oidc.urls")),
    re_path("^(?:api|auth)/", problems.unknown_address),
]
