"""The back office of financing: the policy's versions."""

from financing.admin.policies import FinancingPolicyAdmin

__all__ = ["FinancingPolicyAdmin"]
