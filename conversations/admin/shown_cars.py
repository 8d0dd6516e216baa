"""The cars that a chat was shown, and the chats in which a car was shown or quoted."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from catalog.models import Car
from conversations.models import Conversation, Turn

_MOST_TURNS, _MOST_CARS = 40, 8


def cars_shown(conversation: Conversation) -> list[Car]:
    """Return the cars that a chat was shown and that are still ours, the latest first."""
    plans = Turn.objects.filter(conversation=conversation).order_by("-pk").values_list("plan", flat=True)[:_MOST_TURNS]
    named = [number for plan in plans for part in plan if part.get("part") == "cars" for number in part.get("ids", [])]
    latest = list(dict.fromkeys(named))[:_MOST_CARS]
    cars = {car.stock_id: car for car in Car.objects.live().filter(stock_id__in=latest).prefetch_related("photos")}
    return [cars[number] for number in latest if number in cars]


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
