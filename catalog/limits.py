"""What a car can plausibly be; a file, the API, the admin and the database hold to the same bounds."""

from decimal import Decimal

EARLIEST_YEAR = 1950
LATEST_YEAR = 2100
MOST_KM = 5_000_000
HIGHEST_STOCK_ID = 2_147_483_647
LOWEST_PRICE = Decimal("0.01")
HIGHEST_PRICE = Decimal("9999999999.99")
SHORTEST_SIDE_MM = Decimal("0.01")
LONGEST_SIDE_MM = Decimal(30_000)
