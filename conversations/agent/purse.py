"""The purse a turn pays its model from: reserve before a call, settle after it; the agent knows no more of budgets."""

from typing import Protocol


class Purse(Protocol):
    """Tokens for one turn; at most one reservation is open at a time."""

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside for one call; False where a budget does not allow it, and then it is not made."""
        ...

    def settle(self, spent: int) -> None:
        """Replace what was set aside by what the call cost."""
        ...


class OpenPurse:
    """Pays for everything: for tests and evaluations."""

    def reserve(self, tokens: int) -> bool:
        """Allow the call."""
        return True

    def settle(self, spent: int) -> None:
        """Note nothing."""
