"""Lists in which nobody finds a customer by a phone number that they may not see."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kavakbot.masking import may_be_part_of_a_phone
from kavakbot.pages import CountedOnce, FirstPages
from kavakbot.roles import SEE_PHONE_NUMBERS

_Row = TypeVar("_Row", bound=Model)


class PrivateList(CountedOnce[_Row]):
    """Pages with customers' words: the back office masks what they show, and these let nobody ask digit by digit."""

    paginator = FirstPages

    def get_search_fields(self, request: HttpRequest) -> list[str] | tuple[str, ...]:
        """Search by phone number only for those who see them."""
        offered = super().get_search_fields(request)
        return offered if _sees(request) else [name for name in offered if not name.endswith("phone")]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[_Row], search_term: str
    ) -> tuple[QuerySet[_Row], bool]:
        """Find nothing by a piece of a number, which may stand in any text: piece by piece it could be put together."""
        if not _sees(request) and may_be_part_of_a_phone(search_term):
            messages.warning(request, "Para buscar con cifras hay que poder ver los teléfonos.")
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Narrow the list by what it offers, not by the beginning of a column."""
        offered = {"pk", self.date_hierarchy, *map(_asked_for_by, self.list_filter)}
        named = lookup.partition("__")[0]
        return (_sees(request) or named in offered) and super().lookup_allowed(lookup, value, request)


def _asked_for_by(offered: Any) -> str | None:
    """Return the name by which an address asks for a filter: that of its column, or its own."""
    named = offered[0] if isinstance(offered, tuple) else offered
    return named if isinstance(named, str) else getattr(named, "parameter_name", None)


def _sees(request: HttpRequest) -> bool:
    return request.user.has_perm(SEE_PHONE_NUMBERS)
