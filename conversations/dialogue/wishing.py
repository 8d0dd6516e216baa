"""How the wish moves: a car named anew begins another one, a limit refines it, "y el Jetta?" keeps all but the car."""

from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from catalog.bodies import bodies_of
from catalog.criteria import Body, CarCriteria, kinds_in
from catalog.spelling import fold
from conversations.dialogue import lexer, lexicon, measures, other_kinds, pointing, relatives, respelling, sizes
from conversations.dialogue.acts import Act
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Understanding

_RANGES = tuple(
    (f"min_{field}", f"max_{field}") for field in ("price", "year", "km", "length_mm", "width_mm", "height_mm")
)
# What the aspects that a customer takes back are called in a wish.
_ASPECTS: dict[str, tuple[str, ...]] = {
    "year": ("min_year", "max_year"),
    "price": ("min_price", "max_price"),
    "km": ("min_km", "max_km"),
    "names": ("makes", "models", "version"),
    "transmission": ("transmission",),
    "body": ("body",),
    "equipment": ("bluetooth", "car_play"),
}
_NOTHING = CarCriteria()
_ANY_CAR = frozenset("un uno una otro otra".split())
_TOLD = ("price", "year", "km")  # of every car seen
_ANY_OF = frozenset({Body.SEVEN_SEATS, Body.HATCHBACK})  # who looks for a cheaper hatchback takes a sedan


def after(state: DialogueState, said: Understanding) -> DialogueState:
    """Return the state with the wish that a message leaves."""
    state = _of_any_version(_freed(_of_the_same(_of_what_we_sell(state, said), said), said), said)
    if any(name.model for name in said.names):
        state = replace(state, wish=_of_any_size(_of_its_kind(state.wish, said)))
    if said.relative is not None:
        limit = relatives.beyond(state, said.relative, said.wish.body)
        # Of the only one of its model there is none cheaper: the model is let go, a SUV stays one.
        dated = state.wish.min_year == state.wish.max_year is not None and bool(state.wish.models)
        dated = dated and said.wish.transmission is None  # "¿qué otro estándar tienes más barato?"
        none_left = state.total <= 1 or _none_of_the_list_is(state, limit)
        of_its_kind = said.alike or (none_left and not (said.same_kind or dated))
        wish = _of_its_body(state) if of_its_kind else state.wish
        wish = replace(wish, min_year=None, max_year=None) if dated else wish  # "versa 2018" has others of its model
        return replace(state, wish=replace(_refined(wish, said.wish), **limit)).with_focus(None)
    # "Perfecto, gracias. ¿Y tendrás algún Versa?" and "mejor una de 7 pasajeros" begin anew, "mejor estándar" does not.
    raised = _raised(state.wish, said)
    if (said.acts & {Act.INSTEAD, Act.THANK} and not (raised or _of_its_other_gearbox(said))) or _asks_again(
        state, said
    ):
        return _anew(state, _refined(_kept(state.wish, said), said.wish))
    if _names_others(state, said):
        if said.follows_on or said.alike:  # "¿y en mercedes algo parecido?"
            return replace(state, wish=_renamed(state.wish, said.wish), shown=(), total=0).with_focus(None)
        return _anew(state, replace(said.wish, **still_unwanted(state.wish, said.wish)))
    if state.wish.models and not said.names and (said.another_kind or _is_of_no_such_kind(state.wish, said)):
        return _anew(state, replace(_refined(_nameless(state.wish), said.wish), version=said.wish.version))
    alike = said.alike and bool(state.focus is not None or state.wish.models)
    if (alike or (said.at_that_price and state.total <= 1)) and not said.names:
        state = replace(state, wish=_of_its_body(state))  # there is no other of its model
    focus = None if _narrows(said) or _names_another_than_the_focus(state, said) else state.focus
    return replace(state, wish=replace(_refined(state.wish, said.wish), **raised)).with_focus(focus)


def _raised(wish: CarCriteria, said: Understanding) -> dict[str, Any]:
    """Return the old budget as the least, where it is asked what more one buys: "si le subo, ¿qué más hay?"."""
    asks_for_more = lexer.phrases(*lexicon.PHRASES[Act.MORE, "sure"], *lexicon.RAISING)
    before, now = wish.max_price, said.wish.max_price
    alone = said.wish == CarCriteria(max_price=now) and wish.min_price is None
    raised = before is not None and now is not None and before < now and alone
    return {"min_price": before} if raised and asks_for_more.search(respelling.respell(fold(said.text), ())) else {}


def _of_its_other_gearbox(said: Understanding) -> bool:
    """Whether but another gearbox is asked for, and no other car: "mejor estándar", and not "mejor uno estándar"."""
    geared = said.wish == CarCriteria(transmission=said.wish.transmission)
    return geared and _ANY_CAR.isdisjoint(lexer.words(fold(said.text)))


def _is_of_no_such_kind(wish: CarCriteria, said: Understanding) -> bool:
    """Whether a kind is wished for that the models looked for are none of: "pensándolo bien, suv", after a Forte."""
    if said.wish.body is None or other_kinds.is_refined_by_kind(fold(said.text)):
        return False
    known = [bodies_of(make, model) for make in wish.makes for model in wish.models]
    return any(known) and not any(kinds_in(said.wish.body) & kinds for kinds in known)


def _is_too_dear(state: DialogueState, said: Understanding) -> bool:
    """Whether all there is was too dear, which was said, and none keeps within the budget told now."""
    said_so = (
        state.unmet == "price"
        or lexer.phrases(*lexicon.DEAR, *lexicon.OUT_OF_REACH).search(fold(said.text)) is not None
    )
    limit = {"max_price": said.wish.max_price}
    return said_so and said.wish.max_price is not None and not said.names and _none_of_the_list_is(state, limit)


def _of_a_wider_kind(wish: CarCriteria) -> CarCriteria:
    """Return the wish for any that carries as much: who finds no pickup within a budget takes another "camioneta"."""
    return replace(wish, body=Body.UTILITY) if wish.body in kinds_in(Body.UTILITY) else wish


def _names_another_than_the_focus(state: DialogueState, said: Understanding) -> bool:
    """Whether a car is named that is not the one talked about: "entonces no. ¿la avanza en cuánto sale?"."""
    car = state.in_focus
    return bool(said.names) and car is not None and not any(car.is_called(name) for name in said.names)


def _none_of_the_list_is(state: DialogueState, limit: Mapping[str, Any]) -> bool:
    """Whether all there is of a model was shown, and none of it keeps within a limit: "otro con menos km", of two."""
    cars = state.looks_of(*state.shown)
    if not (state.wish.models or state.wish.body) or not cars or state.total > len(cars):
        return False
    return not any(
        all((limit.get(f"min_{part}") or 0) <= getattr(car, part) for part in _TOLD)
        and all(getattr(car, part) <= most for part in _TOLD if (most := limit.get(f"max_{part}")) is not None)
        for car in cars
    )


def _kept(wish: CarCriteria, said: Understanding) -> CarCriteria:
    """Return what outlives a change of mind about the kind: budget, gearbox, equipment ("no, mejor sedán")."""
    if Act.INSTEAD not in said.acts or said.names or said.wish.body is None:
        return CarCriteria()
    return replace(
        CarCriteria(min_price=wish.min_price, max_price=wish.max_price, transmission=wish.transmission),
        bluetooth=wish.bluetooth,
        car_play=wish.car_play,
    )


def _asks_again(state: DialogueState, said: Understanding) -> bool:
    """Whether more is asked for, whatever was looked for: once nothing was found, or of a name: "¿y el otro ibiza?"."""
    only_named = bool(said.names) and not _narrows(said)
    other_one = said.other_one and only_named and said.names[0].model is not None
    return other_one or (bool(state.unmet) and (only_named or (said.another_kind and not said.names)))


def _of_what_we_sell(state: DialogueState, said: Understanding) -> DialogueState:
    """Let names go that we do not sell ("pick up, la que sea", after there was no Hilux), and a kind with one car."""
    if (
        said.of_anything and said.wish.max_price is not None and state.total <= 1
    ):  # "está carísima; algo grande de 260", after the only pickup
        state = replace(state, wish=replace(state.wish, body=None))
    elif _is_too_dear(state, said):
        state = replace(state, wish=_of_a_wider_kind(_of_its_body(state))).with_focus(None)
    return state if said.names or not state.not_sold else replace(state, wish=_nameless(state.wish))


def _freed(state: DialogueState, said: Understanding) -> DialogueState:
    """Let go the conditions that are taken back."""
    freed = [field for aspect in said.dropped for field in _ASPECTS[aspect]]
    return replace(state, wish=replace(state.wish, **{field: getattr(_NOTHING, field) for field in freed}))


def _of_the_same(state: DialogueState, said: Understanding) -> DialogueState:
    """Wish for the make of the cars talked about ("otro de la misma marca"), or their model too ("ese automático")."""
    if said.same_make:
        [car, *_] = relatives.reference(state)
        return replace(state, wish=replace(_nameless(state.wish), makes=(car.make,))).with_focus(None)
    if not said.same_kind or said.names:
        return state
    cars = relatives.reference(state) if state.focus is not None else ()
    wish = replace(state.wish, makes=(cars[0].make,), models=(cars[0].model,), version=None) if cars else state.wish
    return replace(state, wish=wish)


def of_any(state: DialogueState) -> DialogueState:
    """Let go the one car talked about, and the names looked for: any other may do."""
    return replace(state, wish=_nameless(state.wish)).with_focus(None)


def with_room(state: DialogueState, said: Understanding) -> DialogueState:
    """Remember where a car has to fit: "¿y la X-Trail?" is to fit there too."""
    room: dict[str, Any] = {f"max_{side}_mm": size for side, size in said.space}
    return replace(state, wish=replace(state.wish, **room)) if room else state


def like_it(state: DialogueState) -> DialogueState:
    """Wish for others like the one car talked about: of its kind, at about its price."""
    cars = relatives.reference(state)
    wish = _of_its_body(state)
    if len(cars) == 1:
        near = (cars[0].price * measures.NEAR).quantize(Decimal(1))
        wish = replace(wish, min_price=cars[0].price - near, max_price=cars[0].price + near)
    return replace(state, wish=wish).with_focus(None)


def _anew(state: DialogueState, wish: CarCriteria) -> DialogueState:
    return replace(state.without_financing(), wish=wish, shown=(), total=0).with_focus(None)


def _nameless(wish: CarCriteria) -> CarCriteria:
    if wish.min_year == wish.max_year:
        wish = replace(wish, min_year=None, max_year=None)
    return replace(wish, makes=(), models=(), version=None)


def _of_its_body(state: DialogueState) -> CarCriteria:
    """Return the wish without its names, for the kind of the car talked about where its model is but of one kind."""
    wish, cars = _nameless(state.wish), relatives.reference(state)
    each = [bodies_of(car.make, car.model) - _ANY_OF for car in cars]
    kinds = frozenset[Body]().union(*each) if len(cars) <= pointing.MOST else frozenset()
    return replace(wish, body=next(iter(kinds))) if len(kinds) == 1 and wish.body is None else wish


def _names_others(state: DialogueState, said: Understanding) -> bool:
    had_names = bool(state.wish.makes or state.wish.models)
    same_names = said.wish.models == state.wish.models and said.wish.makes == state.wish.makes
    narrows = not state.wish.models and bool(said.wish.models) and set(said.wish.makes) <= set(state.wish.makes)
    return bool(said.names) and had_names and not (same_names or narrows)


def _renamed(old: CarCriteria, new: CarCriteria) -> CarCriteria:
    return replace(
        _refined(_nameless(old), new),  # "versa 2018": the year is part of its name
        makes=new.makes,
        models=new.models,
        version=new.version,
        body=new.body or old.body,
    )


def _of_any_version(state: DialogueState, said: Understanding) -> DialogueState:
    """Let the version go where its model is looked for by its bare name, or asked about in another year."""
    year, before = said.wish.min_year, state.wish.min_year
    dated = year is not None and year == said.wish.max_year and before is not None and before == state.wish.max_year
    if said.names and Act.SEARCH in said.acts and said.wish.version is None:  # "¿hay un forte más viejito?"
        state = replace(state, wish=replace(state.wish, version=None))
    if said.names and "gearbox" in said.asked:
        return replace(state, wish=replace(state.wish, transmission=None))  # "¿y el figo es estándar o automático?"
    if not dated or year == before or not state.wish.models or said.names:
        return state  # … but "¿y la 2018?", after one of 2019
    return replace(state, wish=replace(state.wish, version=None, min_km=None, max_km=None))


def _narrows(said: Understanding) -> bool:
    return said.wish != replace(CarCriteria(), makes=said.wish.makes, models=said.wish.models)


def _of_its_kind(wish: CarCriteria, said: Understanding) -> CarCriteria:
    """Let the kind go that a model named now is not of: "¿la T-Cross sí cabe?", after hatchbacks."""
    models = [(name.make, name.model) for name in said.names if name.make and name.model]
    alien = wish.body is not None and any(wish.body not in bodies_of(make, model) for make, model in models)
    return replace(wish, body=None) if alien and said.wish.body is None else wish


def _of_any_size(wish: CarCriteria) -> CarCriteria:
    """Let go that it be small or large, which was said before it was known what; a garage stays as long as it is."""
    low = None if wish.min_length_mm in sizes.SOFT_LENGTHS else wish.min_length_mm
    high = None if wish.max_length_mm in sizes.SOFT_LENGTHS else wish.max_length_mm
    return replace(wish, min_length_mm=low, max_length_mm=high)


def _refined(old: CarCriteria, new: CarCriteria) -> CarCriteria:
    stated: dict[str, Any] = {
        field.name: getattr(new, field.name) for field in fields(new) if getattr(new, field.name) not in (None, ())
    }
    for low, high in _RANGES:
        if low in stated or high in stated:  # a new limit replaces the whole range
            stated.setdefault(low, None)
            stated.setdefault(high, None)
    return replace(_wished_still(old, new), **stated | still_unwanted(old, new))


def still_unwanted(old: CarCriteria, new: CarCriteria) -> dict[str, Any]:
    """Add up what was turned away; a wish for it lifts that."""
    return {
        "excluded_makes": _but(old.excluded_makes, new.makes, and_also=new.excluded_makes),
        "excluded_models": _but(old.excluded_models, new.models, and_also=new.excluded_models),
    }


def _wished_still(old: CarCriteria, new: CarCriteria) -> CarCriteria:
    """Take what is turned away now out of the wish; models do not outlive the last of the makes."""
    makes = _but(old.makes, new.excluded_makes)
    if len(old.makes) == len(old.models) > 1:  # each model of its own make: with the one goes the other
        pairs = zip(old.makes, old.models, strict=True)
        makes = tuple(make for make, model in pairs if make in makes and model not in new.excluded_models)
    models = _but(old.models, new.excluded_models) if makes or not old.makes else ()
    return replace(old, makes=makes, models=models)


def _but(names: tuple[str, ...], without: tuple[str, ...], *, and_also: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(name for name in names if name not in without), *and_also]))
