"""What several cars come to together, and whether one fits: told from what is on record, and guarded."""

import pytest

from conversations.tests import cast
from conversations.tests.test_differences import problems

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_cars_cost_together_is_told_of_those_spoken_of(showroom):
    assert not cast.unread(
        (said, told)
        for said, told in (
            (("versa 2018 y corolla 2020", "cuanto serian los dos juntos?"), ("Los 2 juntos: $534,998.",)),
            (("versa 2018 y corolla 2020", "y por los dos cuanto"), ("Los 2 juntos: $534,998.",)),
            (
                ("versa 2018 y corolla 2020", "y a credito? 30% enganche d todo a 3 años"),
                ("Los 2 juntos a 36 meses: enganche de $160,499.40", "a 36 meses $4,991.71"),
            ),
        )
    )


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Los 2 juntos: $534,998.", True),
        ("Los 2 juntos: $535,998.", False),
        ("Los 3 juntos: $534,998.", False),
        ("Los 2 juntos a 36 meses: mensualidad de $534,998.", False),
        ("All 2 together: $534,998.", True),
    ],
)
def test_the_guard_lets_no_other_sum_pass(text, passes):
    assert (problems(text) == ()) is passes


def test_whether_it_fits_is_said_with_its_measures(showroom):
    cast.car(110, "Volkswagen", "Jetta", price=222_999, year=2018, km=100_618, version="2.5 MT", length_mm=4652)
    assert not cast.unread(
        (said, told)
        for said, told in (
            (("corolla 2020", "cabe en mi cochera?"), ("Medidas: ", "te digo si cabe")),
            (("corolla 2020", "y si entra en el cajon q tengo?"), ("Medidas: ", "te digo si cabe")),
            (("corolla 2020", "caben las maletas?"), ("No tengo ese dato: el tamaño de la cajuela",)),
            (
                ("quiero uno automatico q quepa en mi cochera de 4.50 de largo", "y el jetta 2018 si cabe?"),
                ("No cabe (largo hasta 4.50 m). Jetta:", "Medidas: 4.652 m de largo"),
            ),
            (("jetta 2018", "cabe en 4.70 de largo?"), ("*Volkswagen Jetta 2018* sí cabe ahí",)),
            (("jetta 2018", "cabe en un cajon de 3.90?"), ("*Volkswagen Jetta 2018* no cabe ahí",)),
            (("jetta 2018", "cabe en 1.80 de ancho?"), ("No tengo ese dato: su ancho no viene en el registro",)),
        )
    )
