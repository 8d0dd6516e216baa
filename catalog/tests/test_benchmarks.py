"""The catalogue's benchmarks measure what they say: the same answers, of the cars they put in."""

import pytest

from catalog.benchmarks import names_and_cars as benchmarks
from catalog.evaluation.spellings import many_names
from catalog.models import Car


@pytest.mark.django_db
def test_a_misspelt_search_and_the_exact_query_agree_on_the_cars_put_in():
    exact, new, ilike, trigrams = benchmarks.searching_among(700, rounds=2)
    assert Car.objects.live().available().count() == 700
    assert Car.objects.filter(make="Nissan", model="Versa").count() > 5
    assert (exact.work, exact.against, exact.goal) == ("700 cars", "exact query", benchmarks.TWICE_THE_EXACT_QUERY)
    assert [ilike.against, trigrams.against] == ["ILIKE", "pg_trgm"]
    assert (new.work, new.goal) == ("700 cars, each wish new", exact.goal)
    assert min(exact.ours, exact.reference, new.ours, ilike.reference, trigrams.reference) > 0


def test_two_thousand_made_up_names_are_two_thousand():
    names = list(many_names(2000))
    assert len(set(names)) == 2000
    assert len({make for make, _ in names}) == 100


def test_without_its_reference_the_spelling_benchmark_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "thefuzz", None)
    with pytest.raises(benchmarks.ReferenceMissing, match="thefuzz is not installed"):
        next(iter(benchmarks.spelling(True)))
