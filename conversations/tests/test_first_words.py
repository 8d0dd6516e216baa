"""What customers open with: terms before any car, whether cars are new, a model that is also a word."""

import pytest

from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lot(showroom):
    """The five cars and a March."""
    cast.car(106, "Nissan", "March", price=184_999)
    cast.car(107, "Volkswagen", "Vento", price=224_999)


def test_terms_given_before_any_car_are_noted_and_quoted_once_one_is_named():
    first = "con 40 de enganche y 60 meses en cuanto sale"
    assert "anoto $40,000 de enganche a 60 meses" in cast.ana_reads(first)
    told = cast.ana_reads(first, "el march")
    assert "enganche $40,000" in told
    assert "5 años (60 meses): $" in told


def test_a_car_named_after_others_were_shown_is_not_quoted_with_old_terms():
    told = cast.ana_reads("un versa", "con 40 de enganche", "un march")
    assert "Mensualidad" not in told.split("March")[-1]


@pytest.mark.parametrize(
    "asked",
    ["son nuevos o usados?", "venden nuevos o seminuevos", "los carros son de segunda mano?", "manejan 0 km?"],
)
def test_our_cars_are_said_to_be_used(asked):
    assert "seminuevos" in cast.ana_reads(asked).splitlines()[-1]


@pytest.mark.parametrize("asked", ["es para uso personal, un march", "hola, un march"])
def test_a_model_that_is_also_a_word_is_a_car_where_it_is_all_that_is_asked(asked):
    assert "Nissan March" in cast.ana_reads(asked)


def test_models_in_the_plural_are_models():
    assert "Volkswagen Vento" in cast.ana_reads("ensename tus ventos")
