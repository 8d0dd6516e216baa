"""Which kind of car a model is known to be: knowledge of the market to find cars by, never a datum of one of them."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from catalog.criteria import Body, kinds_in
from catalog.names import Identity, identity_of
from catalog.sounds import parts_of

# A make and a model as rows of the inventory write them.
Row = tuple[str, str]
# One line for each model sold in Mexico since 2008: its kinds, the usual one of several versions if there is one, and
# its seats where every version has that many or more.
_FILE = Path(__file__).with_name("bodies.tsv")
# One model of eight: there a walk by price meets a page of them long before it has read all cars.
_COMMON_SHARE = 8


def bodies_of(make: str, model: str) -> frozenset[Body]:
    """Return what cars of a model are, several where it comes in several; nothing for a model nobody listed.

    A longer name is its model with words of a version behind it: "Rio Hatchback" is a Rio, "Mazda 3 Sport" a Mazda 3.
    """
    listed, words = _listed(), parts_of(model)
    whole = listed.get(identity_of(make, model))
    if whole is not None:
        return whole
    shorter = (listed.get(identity_of(make, " ".join(words[:end]))) for end in range(len(words) - 1, 0, -1))
    # Seats are told of every version of a model, not of every model that is called nearly so.
    return next(filter(None, shorter), frozenset[Body]()) - {Body.SEVEN_SEATS}


class BodyIndex:
    """The models in stock by what they are known to be. Immutable."""

    def __init__(self, stock: Iterable[Row]) -> None:
        self.rows = frozenset(stock)
        self._known: dict[Body, set[Row]] = defaultdict(set)
        self.unlisted: set[Row] = set()
        for row in self.rows:
            known = bodies_of(*row)
            for body in known:
                self._known[body].add(row)
            if not known:
                self.unlisted.add(row)

    def known_for(self, body: Body) -> frozenset[Row]:
        """Return the models in stock that are, or come as, this kind."""
        return frozenset[Row]().union(*(self._known.get(kind, ()) for kind in kinds_in(body)))

    def is_common(self, body: Body) -> bool:
        """Tell whether so many models are of this kind that its cars stand everywhere along the prices."""
        return len(self.known_for(body)) * _COMMON_SHARE >= max(len(self.rows), 1)


@cache
def _listed() -> dict[Identity, frozenset[Body]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            identity_of(line["make"], line["model"]): frozenset(
                [*map(Body, line["bodies"].split()), *([Body.SEVEN_SEATS] if line["seats"] else [])]
            )
            for line in csv.DictReader(file, delimiter="\t")
        }
