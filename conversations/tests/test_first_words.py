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


@pytest.mark.parametrize(
    "asked", ["¿qué autos tienen disponibles?", "¿qué auto me recomiendas?", "que carros tienes marca..."]
)
def test_who_asks_for_no_certain_car_is_asked_which(asked):
    assert "¿Qué auto buscas?" in cast.ana_reads(asked)


@pytest.mark.parametrize("asked", ["¿cuáles son sus sedes?", "¿solo están en Puebla?", "dame la lista de sucursales"])
def test_all_cities_are_named_to_who_asks_for_all_sites(asked):
    cast.publishes(
        "<h1>Sedes de Kavak</h1><h2>Kavak Puebla</h2><p><strong>Kavak Explanada</strong><br>Calle Allende 512, Puebla,"
        " 72760.</p><h2>Kavak Monterrey</h2><p><strong>Kavak Nuevo Sur</strong><br>Avenida Revolución 2703, Monterrey,"
        " 64830.</p>"
    )
    told = cast.ana_reads(asked)
    assert "Puebla" in told
    assert "Monterrey" in told
