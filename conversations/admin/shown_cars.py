"""Narrow the chats down to those in which a car was shown or quoted."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from conversations.models import Conversation, Turn


class ShownCarFilter(admin.ListFilter):
    """`?auto=<stock id>`, where the car's own page leads; it is seen only while it narrows the list."""

    title = "auto mostrado"
    parameter = "auto"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: admin.ModelAdmin[Any]
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.text = params.pop(self.parameter, [""])[-1].strip()

    def has_output(self) -> bool:
        """Stay out of sight while no car is asked for."""
        return bool(self.text)

    def expected_parameters(self) -> list[str | None]:
        """Name the parameter."""
        return [self.parameter]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Offer to see all chats again."""
        yield {
            "selected": False,
            "query_string": changelist.get_query_string(remove=[self.parameter]),
            "display": "Todos",
        }
        yield {"selected": True, "query_string": changelist.get_query_string(), "display": f"Auto {self.text}"}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> QuerySet[Conversation]:
        """Keep the chats with a turn that showed the car."""
        if not self.text.isdecimal():
            return queryset.none()
        return queryset.filter(pk__in=Turn.objects.chats_about(int(self.text)))
