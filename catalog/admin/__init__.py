"""The inventory in the back office: cars with their prices and photos, branches, and imports; importing registers."""

from catalog.admin.branch import BranchAdmin
from catalog.admin.car import CarAdmin
from catalog.admin.imports import ImportRunAdmin

__all__ = ["BranchAdmin", "CarAdmin", "ImportRunAdmin"]
