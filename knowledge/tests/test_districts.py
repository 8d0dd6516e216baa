"""Districts that customers name, and which of the sites is nearest to them."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from knowledge import sites
from knowledge.language import districts
from knowledge.language.places import PLACE_BY_NAME, Site
from knowledge.language.sounds import sound

CDMX, MONTERREY, GUADALAJARA = "Ciudad de México", "Monterrey", "Guadalajara"
NORTE = Site("Kavak Norte", CDMX, "Av. Montiel 12, Lindavista, 07300 Ciudad de México")
SUR = Site("Kavak Sur", CDMX, "Perif. Sur 4100, Jardines del Pedregal, 01900 Ciudad de México")
PONIENTE = Site("Kavak Poniente", CDMX, "Homero 500, Polanco, 11520 Ciudad de México")
CERRO = Site("Kavak Cerro", MONTERREY, "Avenida Revolución 2500, Ladrillera, 64830 Monterrey, N.L.")
LIRA = Site("Kavak Lira", GUADALAJARA, "Calle Lira 38, Providencia, 44648 Guadalajara, Jal.")
ALL = (NORTE, SUR, PONIENTE, CERRO, LIRA)

NEAREST = {
    "cual kavak me queda cerca d la raza": [NORTE],
    "vivo por lindabista": [NORTE],
    "ando x indios verdes": [NORTE],
    "somos de coapa": [SUR],
    "trabajo en ciudad universitaria, en la unam": [SUR],
    "tlalpan me queda cerca": [SUR],
    "por polanko": [PONIENTE],
    "estoy en la condesa": [PONIENTE],
    "vivo en cumbres": [CERRO],
    "la minerva": [LIRA],
    "por chapalita": [LIRA],
    "vivimos por san jeronimo": [SUR, CERRO],
    "vivimos por san jeronimo en monterrey": [CERRO],
    "que onda raza": [],
    "quiero una minivan": [],
    "soy Ana Roma, quiero un versa": [],
}


@pytest.mark.parametrize("text", NEAREST)
def test_the_site_nearest_to_a_district_is_found_however_it_is_spelt(text):
    known = [site for site in ALL if MONTERREY.lower() not in text or site.city == MONTERREY]
    assert [site.name for site in sites.nearest(text, known)] == [site.name for site in NEAREST[text]]


def test_where_two_are_about_as_near_both_are_found():
    assert sites.nearest("por el zocalo", (PONIENTE, NORTE)) == (NORTE, PONIENTE)


def test_no_site_is_called_nearest_where_one_of_them_stands_nobody_knows_where():
    elsewhere = Site("Kavak Otro", CDMX, "Calle Nueva 1")
    assert sites.nearest("por la raza", (NORTE, elsewhere)) == ()
    assert sites.nearest("por la raza", (elsewhere,)) == (elsewhere,)


def test_a_district_of_another_city_is_near_to_none():
    assert sites.nearest("por cumbres", (NORTE, SUR)) == ()


def test_each_district_stands_in_its_city_once():
    with (Path(districts.__file__).parent / "districts.tsv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t")
    names = Counter((city, *map(sound, name.split())) for city, _, _, cell in rows for name in cell.split(", "))
    assert [name for name, count in names.items() if count > 1] == []
    assert {city for city, *_ in rows} <= set(PLACE_BY_NAME)
    for city, latitude, longitude, _ in rows:
        one = next(other for other in rows if other[0] == city)
        assert abs(float(latitude) - float(one[1])) < 0.5, (city, latitude)
        assert abs(float(longitude) - float(one[2])) < 0.5, (city, longitude)
