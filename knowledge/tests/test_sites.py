"""Which site of ours stands where a customer says that they are, by the words of its address."""

import pytest

from knowledge import sites
from knowledge.language.places import Site

PUNTO_VALLE = Site("Kavak Punto Valle", "Monterrey", "Rio Missouri 555, Del Valle, San Pedro Garza García")
MIDTOWN = Site("Kavak Midtown", "Guadalajara", "Av. Adolfo López Mateos Nte 1133, Italia Providencia")
COSMOPOL = Site("Kavak Cosmopol", "Ciudad de México", "Av. José López Portillo 1, Bosques del Valle, Coacalco")
ALL = (PUNTO_VALLE, MIDTOWN, COSMOPOL)


@pytest.mark.parametrize("text", ["ando por lopez mateos", "la de providencia", "López Mateos", "vivo x providencia"])
def test_a_street_or_a_district_finds_its_site(text):
    assert sites.near(text, ALL) == (MIDTOWN,)


@pytest.mark.parametrize("text", ["apúntame mañana a las 5. norberto garza", "el sábado a las 12 puedo yo, Ana Mateos"])
def test_a_surname_finds_none(text):
    assert sites.near(text, ALL) == ()


def test_a_word_that_stands_in_addresses_all_over_finds_none():
    assert sites.near("ando por la del valle", ALL) == ()
