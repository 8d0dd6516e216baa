"""The back office of financing: the policy's versions, the quotes on record, and the calculator."""

from financing.admin.policies import FinancingPolicyAdmin
from financing.admin.quotes import QuoteAdmin

__all__ = ["FinancingPolicyAdmin", "QuoteAdmin"]
