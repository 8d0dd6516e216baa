"""The cities where pages tell of sites of ours, by the headings that name one: "Kavak Puebla"."""

from knowledge.language.folding import words
from knowledge.language.places import places_in
from knowledge.models import Chunk
from knowledge.splitting import PATH_SEPARATOR

_NAMING = frozenset("kavak sede sedes sucursal sucursales en de la".split())
_OUR_NAME = "Kavak "


def cities() -> tuple[str, ...]:
    """Return the cities as their headings write them, in the order of the pages."""
    paths = Chunk.objects.live().order_by("source_id", "position").values_list("heading_path", flat=True)
    headings = dict.fromkeys(heading for path in paths for heading in path.split(PATH_SEPARATOR))
    return tuple(heading.removeprefix(_OUR_NAME).strip() for heading in headings if _is_a_city(heading))


def _is_a_city(heading: str) -> bool:
    """Tell whether a heading says nothing but our name and a city's."""
    named = {word for place in places_in(heading) for name in place.names for word in name.split()}
    said = set(words(heading))
    return bool(named) and heading.startswith(_OUR_NAME) and said <= named | _NAMING
