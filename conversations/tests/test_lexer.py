"""Numbers as customers write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.spelling import fold
from conversations.dialogue.lexer import Kind, tags


def _read(text: str) -> list[tuple[str, str]]:
    return [(tag.kind.value, f"{tag.value.normalize():f}") for tag in tags(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("150k", [("money", "150000")]),
        ("300 mil", [("money", "300000")]),
        ("80mil", [("money", "80000")]),
        ("$33,750", [("money", "33750")]),
        ("$279,999.00", [("money", "279999")]),
        ("$10,702.98 MXN", [("money", "10702.98")]),
        ("250.000 pesos", [("money", "250000")]),
        ("1.2 millones", [("money", "1200000")]),
        ("medio millón", [("money", "500000")]),
        ("trescientos mil", [("money", "300000")]),
        ("doscientos cincuenta mil pesos", [("money", "250000")]),
        ("cuarenta y cinco mil", [("money", "45000")]),
        ("entre 150 y 250 mil", [("money", "150000"), ("money", "250000")]),
        ("de 200 a 300k", [("money", "200000"), ("money", "300000")]),
        ("20%", [("percent", "20")]),
        ("10 por ciento", [("percent", "10")]),
        ("a 4 años", [("months", "48")]),
        ("a cuatro años", [("months", "48")]),
        ("36 meses", [("months", "36")]),
        ("76,000 km", [("km", "76000")]),
        ("menos de 80 mil km", [("km", "80000")]),
        ("modelo 2019", [("year", "2019")]),
        ("4.5 metros", [("length", "4500")]),
        ("1,8 m", [("length", "1800")]),
        ("2 m de ancho", [("length", "2000")]),
        ("450 cm", [("length", "4500")]),
        ("4,801 mm", [("length", "4801")]),
        ("serie 3 m sport", [("number", "3")]),
        ("mazda 3 mt", [("number", "3")]),
        ("300 m", [("number", "300")]),
        ("el 2", [("rank", "2")]),
        ("opción 3", [("rank", "3")]),
        ("cotiza 1 con 99k a 36 meses", [("rank", "1"), ("money", "99000"), ("months", "36")]),
        ("#4", [("rank", "4")]),
        ("5512345678", [("phone", "5512345678")]),
        ("menos de 250", [("number", "250")]),
        ("cx5 q70 320i", []),
        ("si en el rio", []),
    ],
)
def test_every_spelling_of_a_number_is_read(text, expected):
    assert _read(text) == expected


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_without_a_mishap(text):
    folded = fold(text)
    for tag in tags(folded):
        assert 0 <= tag.start < tag.end <= len(folded)


@given(st.integers(min_value=1, max_value=999))
def test_the_three_ways_to_write_thousands_mean_the_same(thousands):
    for text in (f"{thousands} mil", f"{thousands}k", f"${thousands},000"):
        [tag] = tags(text)
        assert (tag.kind, tag.value) == (Kind.MONEY, Decimal(thousands * 1000))
