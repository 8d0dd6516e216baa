"""The back office as Django's admin site: its name, and what no page of it takes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


class BackOfficeConfig(AdminConfig):
    """Put the back office in the place of Django's own site."""

    default_site = "kavakbot.back_office.BackOffice"


class BackOffice(AdminSite):
    """Every list, form and page of staff."""

    site_header = "kavakbot"
    site_title = "kavakbot"
    index_title = "Trastienda"

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """Take no NUL in an address: PostgreSQL holds none, and a list would break on it in the middle of a query."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def without_nul(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            if "\0" in request.path_info:
                raise Http404
            given = [(name, str(value)) for name, values in request.GET.lists() for value in values]
            clean = [(name.replace("\0", ""), value.replace("\0", "")) for name, value in given]
            if clean != given:
                request.GET = QueryDict(urlencode(clean))
            return guarded(request, *args, **options)

        return cast("_View", without_nul)
