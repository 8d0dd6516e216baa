"""Tool: remember the customer's name."""

from pydantic import Field, field_validator

from conversations.agent.tools import Tool, ToolArgs, ToolContext
from conversations.dialogue.facts import CustomerNamed, FactValue

_JOINING = " .'-"


class RememberCustomerArgs(ToolArgs):
    """The name as the customer gave it."""

    name: str = Field(min_length=2, max_length=60)

    @field_validator("name")
    @classmethod
    def be_a_name(cls, name: str) -> str:
        """Take letters only: what is no name has no place in every later greeting."""
        tidy = " ".join(name.split())
        if len(tidy.split()) > 5 or not all(letter.isalpha() or letter in _JOINING for letter in tidy):
            raise ValueError("it is no name")
        return tidy


def run(args: RememberCustomerArgs, context: ToolContext) -> FactValue:
    """Return the name to keep."""
    return CustomerNamed(args.name)


TOOL = Tool(
    name="remember_customer",
    description="Remember the customer's name, when they give it.",
    args=RememberCustomerArgs,
    run=run,
)
