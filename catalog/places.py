"""A branch as it stood when it was asked about; no framework, so that the dialogue can hold and render it."""

import math
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from catalog.hours import OpeningHours

_EARTH_KM = 6371.0
# Mexico's time zones as IANA names them; the cities at the northern border still change their clocks.
MEXICAN_TIME_ZONES = (
    ("America/Mexico_City", "Centro (Ciudad de México)"),
    ("America/Monterrey", "Centro (Monterrey)"),
    ("America/Merida", "Centro (Mérida)"),
    ("America/Bahia_Banderas", "Centro (Bahía de Banderas)"),
    ("America/Chihuahua", "Centro (Chihuahua)"),
    ("America/Cancun", "Sureste (Cancún)"),
    ("America/Mazatlan", "Pacífico (Mazatlán)"),
    ("America/Hermosillo", "Pacífico (Hermosillo)"),
    ("America/Tijuana", "Noroeste (Tijuana), con horario de verano"),
    ("America/Ciudad_Juarez", "Frontera (Ciudad Juárez), con horario de verano"),
    ("America/Ojinaga", "Frontera (Ojinaga), con horario de verano"),
    ("America/Matamoros", "Frontera (Matamoros), con horario de verano"),
)


@dataclass(frozen=True)
class BranchMatch:
    """One branch: `now` is the moment of asking on its own clocks; `open_now` None means that no hours are stated."""

    id: int
    name: str
    city: str
    address: str
    hours: OpeningHours
    now: datetime
    open_now: bool | None = None
    active: bool = True
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance of two positions in degrees, by the haversine formula."""
    one, other = math.radians(latitude), math.radians(other_latitude)
    apart = math.radians(other_longitude - longitude)
    half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(apart / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))
