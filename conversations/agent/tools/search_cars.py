"""Tool: find cars in the catalogue by a badly typed wish."""

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from catalog import search
from catalog.criteria import Body, CarCriteria, Ordering, Traction, Transmission
from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import FactValue

PAGE = 5
_NAMES = ("makes", "models", "excluded_makes", "excluded_models")


class SearchCarsArgs(ToolArgs):
    """The customer's wish; leave out what was not said."""

    makes: list[str] = Field([], description="Makes as the customer typed them; misspelling is tolerated.")
    models: list[str] = Field([], description="Models as the customer typed them.")
    excluded_makes: list[str] = Field([], description="Makes the customer does not want: 'todo menos vw'.")
    excluded_models: list[str] = Field([], description="Models not wanted: 'un nissan que no sea sentra'.")
    version: str | None = Field(None, description="Words of the version, such as ADVANCE or 4WD.")
    min_price: Decimal | None = Field(None, ge=0, description="MXN")
    max_price: Decimal | None = Field(None, ge=0, description="MXN")
    min_year: int | None = Field(None, ge=1900, le=2100)
    max_year: int | None = Field(None, ge=1900, le=2100)
    min_km: int | None = Field(None, ge=0, le=10_000_000)
    max_km: int | None = Field(None, ge=0, le=10_000_000)
    bluetooth: bool | None = None
    car_play: bool | None = None
    transmission: Transmission | None = None
    traction: Traction | None = Field(None, description="4x4 is any four-wheel drive: 4WD, AWD, quattro.")
    body: Body | None = Field(
        None, description="By the version, else by what the model is known for. utility: 'camioneta'."
    )
    min_length_mm: Decimal | None = Field(None, ge=0, le=99_999)
    max_length_mm: Decimal | None = Field(None, ge=0, le=99_999)
    min_width_mm: Decimal | None = Field(None, ge=0, le=99_999)
    max_width_mm: Decimal | None = Field(None, ge=0, le=99_999)
    min_height_mm: Decimal | None = Field(None, ge=0, le=99_999)
    max_height_mm: Decimal | None = Field(None, ge=0, le=99_999)
    ordering: Ordering | None = None
    offset: int = Field(0, ge=0, le=10_000, description="How many matches to skip, for the next page.")

    def criteria(self) -> CarCriteria:
        """Return the wish as the catalogue takes it."""
        wish = self.model_dump(include=set(SearchCarsArgs.model_fields) - {"offset"})
        return CarCriteria(**wish | {name: tuple(wish[name]) for name in _NAMES})

    @model_validator(mode="before")
    @classmethod
    def accept_single_names(cls, data: Any) -> Any:
        """Read `make: "vw"` as `makes: ["vw"]`, and the same for the other names."""
        if not isinstance(data, dict):
            return data
        data = dict(data)
        for many in _NAMES:
            one = many.removesuffix("s")
            value = data.pop(one, None) or data.get(many) or []
            data[many] = [value] if isinstance(value, str) else value
        return data


def run(args: SearchCarsArgs, context: ToolContext) -> FactValue:
    """Return the page of matches, or the nearest cars with the condition that was relaxed."""
    return search.search(args.criteria(), limit=PAGE, offset=args.offset)


TOOL = Tool(
    name="search_cars",
    description="Search the cars in stock. When nothing matches, it returns the nearest cars and what was relaxed.",
    args=SearchCarsArgs,
    run=run,
)
