"""What the names of a search mean: which are in stock, which we know and lack, which nobody understands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from catalog.criteria import Body, CarCriteria
from catalog.spelling import Resolution, Vocabulary

# A make and a model as rows write them.
Row = tuple[str, str]
# A make and a model; a model of None means the whole make.
Pair = tuple[str, str | None]


@dataclass(frozen=True)
class Names:
    """The names of a search once understood."""

    known: Vocabulary
    words: frozenset[str] | None = None  # all that a version can say; None when any word is possible
    pairs: tuple[Pair, ...] = ()
    not_in_stock: tuple[Pair, ...] = ()
    not_understood: tuple[str, ...] = ()
    suggestions: tuple[Pair, ...] = ()
    excluded: tuple[Pair, ...] = ()

    @property
    def understood(self) -> tuple[Pair, ...]:
        return (*self.pairs, *self.not_in_stock)

    @property
    def rows(self) -> frozenset[Row]:
        """The models in stock that this search is about: all of them, unless names were asked for."""
        if not self.pairs:
            return self.known.bodies.rows
        return frozenset(row for make, model in self.pairs for row in self.known.written(make, model))

    @property
    def unknown(self) -> tuple[str, ...]:
        return (*(_shown(make, model) for make, model in self.not_in_stock), *self.not_understood)

    @property
    def asked(self) -> bool:
        return bool(self.pairs or self.not_in_stock or self.not_understood)

    def instead(self, *pairs: Pair) -> "Names":
        """Return the same search for other names, or for any when none is given; exclusions stay."""
        return Names(self.known, self.words, pairs, excluded=self.excluded)


def understand(criteria: CarCriteria, known: Vocabulary, words: frozenset[str] | None = None) -> Names:
    """Pair the models asked for with their makes, and sort out what is not in stock or not understood."""
    makes = [(make, known.resolve(make, None)) for make in criteria.makes]
    models = [(model, _resolved_model(known, criteria.makes, model)) for model in criteria.models]
    with_model = {resolution.make for _, resolution in models if resolution.make}
    # A make beside its own model is said already; a lone make beside another make's model was a slip of the customer's.
    alone = [] if len(makes) == 1 and with_model else makes
    resolutions = [*models, *((text, found) for text, found in alone if found.make not in with_model)]
    return replace(_sorted_out(known, resolutions), words=words, excluded=_excluded(criteria, known))


def canonical(criteria: CarCriteria, names: Names) -> CarCriteria:
    """Return the criteria with the names as we write them, and only what narrows them.

    That is not every exclusion, and not "camioneta" beside a model: who names the model has said which.
    """
    only_models = bool(names.understood) and all(model for _, model in names.understood)
    asked = set(names.understood)
    makes = {make for make, _ in asked}
    excluded = [
        (make, model)
        for make, model in names.excluded
        if not names.asked or (make, None) in asked or (make, model) in asked or (model is None and make in makes)
    ]
    return replace(
        criteria,
        makes=tuple(dict.fromkeys(make for make, _ in names.understood)),
        models=tuple(dict.fromkeys(model for _, model in names.understood if model)),
        excluded_makes=tuple(dict.fromkeys(make for make, model in excluded if model is None)),
        excluded_models=tuple(dict.fromkeys(model for _, model in excluded if model)),
        body=None if only_models and criteria.body is Body.UTILITY else criteria.body,
    )


def one_make(names: Names) -> bool:
    """Tell whether the search is for all cars of a single make, which its rows write in one way."""
    written = {row_make for make, model in names.pairs for row_make, _ in names.known.written(make, model)}
    return len(written) == 1 and all(model is None for _, model in names.pairs)


def named(pairs: Iterable[Pair], known: Vocabulary) -> Q:
    """Match the pairs as the rows write them: "KIA" and "Kia" are one; a name not for sale by its letters."""
    condition = Q()
    whole_makes: set[str] = set()
    for make, model in pairs:
        written = known.written(make, model)
        if not written:
            condition |= Q(make__iexact=make) & (Q(model__iexact=model) if model else Q())
        elif model is None:
            whole_makes |= {row_make for row_make, _ in written}
        else:
            for row_make, row_model in written:
                condition |= Q(make=row_make, model=row_model)
    # One list of makes is looked up in the index; makes joined by OR would read the table.
    return condition | Q(make__in=whole_makes) if whole_makes else condition


def of_these(rows: Iterable[Row], stock: Iterable[Row]) -> Q:
    """Match some of the models in stock by two lists, however many they are.

    PostgreSQL hashes a list, where it would try pairs joined by OR one after the other on every car.
    """
    wanted = set(rows)
    makes, models = {make for make, _ in wanted}, {model for _, model in wanted}
    condition = Q(make__in=sorted(makes), model__in=sorted(models))
    for make, model in sorted(set(stock) - wanted):
        if make in makes and model in models:
            condition &= ~Q(make=make, model=model)
    return condition


def _resolved_model(known: Vocabulary, makes: tuple[str, ...], model: str) -> Resolution:
    """Read a model with each of the makes asked for, and keep the reading that makes most sense."""
    readings = [known.resolve(make, model) for make in makes] or [known.resolve(None, model)]
    return max(readings, key=lambda reading: (reading.model is not None, reading.confident, reading.in_stock))


def _excluded(criteria: CarCriteria, known: Vocabulary) -> tuple[Pair, ...]:
    """Return what is not wanted; a name that nobody understands excludes nothing."""
    makes = [known.resolve(make, None) for make in criteria.excluded_makes]
    within = criteria.makes or criteria.excluded_makes
    models = [_resolved_model(known, within, model) for model in criteria.excluded_models]
    sure = [found for found in makes if found.confident] + [found for found in models if found.model]
    return tuple(dict.fromkeys((found.make, found.model) for found in sure if found.make))


def _sorted_out(known: Vocabulary, resolutions: list[tuple[str, Resolution]]) -> Names:
    pairs: list[Pair] = []
    absent: list[Pair] = []
    suggestions: list[Pair] = []
    unread: list[str] = []
    for text, found in resolutions:
        suggestions += found.suggestions
        if found.make is None or (not found.confident and found.model is None):
            unread.append(text.strip())
        elif found.in_stock:
            pairs.append((found.make, found.model))
        else:
            absent.append((found.make, found.model))
    return Names(
        known,
        pairs=tuple(dict.fromkeys(pairs)),
        not_in_stock=tuple(dict.fromkeys(absent)),
        not_understood=tuple(dict.fromkeys(unread)),
        suggestions=tuple(dict.fromkeys(suggestions)),
    )


def _shown(make: str, model: str | None) -> str:
    if model is None:
        return make
    return model if model.lower().startswith(f"{make.lower()} ") else f"{make} {model}"
