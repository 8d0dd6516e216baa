"""The back office as Django's admin site: its name, what no page of it takes, and what it shows to nobody unasked."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import FieldError, ValidationError
from django.db import DataError, ProgrammingError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)

from kavakbot.masked_answers import mask_answer
from kavakbot.roles import SEE_PHONE_NUMBERS
from kavakbot.sign_on import leaving

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
else:
    from unfold.sites import UnfoldAdminSite as AdminSite

logger = logging.getLogger(__name__)
# What Django lets through when a query string compares a column with what it cannot hold.
_NONSENSE = (DataError, FieldError, OverflowError, ProgrammingError, TypeError, ValidationError, ValueError)
_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


class BackOffice(AdminSite):
    """Every list, form and page of staff."""

    index_title = "Trastienda"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Offer the ways in that there are."""
        ways = {"sign_on": settings.STAFF_SIGN_ON, "passwords": settings.STAFF_PASSWORD_LOGIN}
        return super().login(request, {**ways, **(extra_context or {})})

    def logout(  # type: ignore[override]  # Django redirects too, where it is told an address
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Log out, at the identity provider too where the person came from it."""
        further = leaving.way_out(request) if request.method == "POST" else None
        response = super().logout(request, extra_context)
        return HttpResponseRedirect(further) if further else response

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer nothing: no form of ours asks, and it would list customers without a trace of who looked."""
        raise Http404

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Answer nothing: unfold's search of the menu is not offered, and would lean on the cache."""
        raise Http404

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """Serve every page within what holds for all of them."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def served(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            _drop_nul(request)
            try:
                response = guarded(request, *args, **options)
            except _NONSENSE:
                if not _may_ask_less(request):
                    raise
                logger.warning("a list was asked what no column can answer", exc_info=True)
                return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
            if not request.user.has_perm(SEE_PHONE_NUMBERS):
                # Here and not field by field: what is added tomorrow is masked as well.
                mask_answer(response)
            return response

        return cast("_View", served)


def _drop_nul(request: HttpRequest) -> None:
    """Take no NUL in an address: PostgreSQL holds none, and a list would break on it in the middle of a query."""
    if "\0" in request.path_info:
        raise Http404
    given = [(name, str(value)) for name, values in request.GET.lists() for value in values]
    clean = [(name.replace("\0", ""), value.replace("\0", "")) for name, value in given]
    if clean != given:
        request.GET = QueryDict(urlencode(clean))


def _may_ask_less(request: HttpRequest) -> bool:
    """Tell whether it is a list with conditions, which without them would be whole; Django's own lists do the same."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    asked = request.method == "GET" and request.GET and ERROR_FLAG not in request.GET
    return bool(asked and (page or "").endswith(("_changelist", "_export_csv", "_export_xlsx")))
