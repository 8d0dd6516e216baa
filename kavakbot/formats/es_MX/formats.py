"""Short enough for a column: «29 nov 2026, 11:20»."""

DATETIME_FORMAT = "j b Y, H:i"
