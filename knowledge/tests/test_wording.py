"""Staff read every failure of a fetch in a sentence of its own."""

import importlib
import pkgutil

import pytest

from kavakbot.errors import KavakbotError
from knowledge import scraping, wording


def errors_of_scraping():
    for module in pkgutil.iter_modules(scraping.__path__, f"{scraping.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, KavakbotError) and value.__module__ == module.name:
                yield value


ERRORS = sorted(errors_of_scraping(), key=lambda error: error.code)


def test_every_error_has_a_code_of_its_own():
    codes = [error.code for error in ERRORS]
    assert len(codes) >= 14
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_has_a_sentence_of_its_own(error):
    sentence = wording.explain(error.code)
    assert "equipo técnico" not in sentence
    assert [other.code for other in ERRORS if wording.explain(other.code) == sentence] == [error.code]
