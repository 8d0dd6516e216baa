"""What the inventory remembers: cars, their photos, the branches that show them, and every import of a file."""

from catalog.models.branch import Branch, BranchHoliday, BranchHours, DriveWindow
from catalog.models.car import UNSTATED_FIELDS, Car
from catalog.models.import_run import ImportRun
from catalog.models.photo import CarPhoto

__all__ = [
    "UNSTATED_FIELDS",
    "Branch",
    "BranchHoliday",
    "BranchHours",
    "Car",
    "CarPhoto",
    "DriveWindow",
    "ImportRun",
]
