"""The vocabulary follows the inventory: at once, in every process, and no more often than it must."""

import threading
import time
from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from catalog import inventory, search, stock
from catalog.models import Car
from catalog.tests import cast
from catalog.tests.builders import a_car, the_sample

pytestmark = pytest.mark.django_db


def in_stock(make: str) -> bool:
    return search.vocabulary().resolve(make, None).in_stock


def long_ago(cars) -> None:
    """Let the last change be one whose neighbours have all been committed."""
    cars.update(updated_at=timezone.now() - timedelta(hours=1))


def test_the_vocabulary_follows_the_inventory_at_once():
    assert not in_stock("nissan")
    car = a_car(make="Nissan", model="March")
    assert in_stock("nissan")
    inventory.change_car(car=car, status=Car.Status.SOLD)
    assert not in_stock("nissan")


def test_an_import_is_seen_at_once_however_old_its_changes_are():
    newest = a_car()
    assert not in_stock("peugeot")
    the_sample()
    long_ago(Car.objects.exclude(pk=newest.pk))
    assert in_stock("peugeot")


def test_new_words_of_a_version_are_learnt():
    car = a_car(version="1.6 ADVANCE")
    assert search.vocabulary().version_word("pepper") is None
    inventory.change_car(car=car, version="1.6 PEPPER")
    assert search.vocabulary().version_word("pepper") == "PEPPER"
    assert search.vocabulary().version_word("advance") is None


def test_every_name_and_word_is_read():
    the_sample()
    now = stock.current()
    assert set(now.names) == {(row.make, row.model) for row in cast.sample()}
    assert now.words == {word for car in Car.objects.all() for word in car.version_words}


def test_an_empty_inventory_has_no_names():
    assert stock.current().names == ()


def test_a_change_that_names_nothing_new_keeps_the_vocabulary():
    car = a_car()
    before = search.vocabulary()
    inventory.change_car(car=car, price=Decimal(123456))
    assert search.vocabulary() is before


def test_while_nothing_changes_one_question_is_all_that_is_asked(django_assert_num_queries):
    a_car()
    long_ago(Car.objects.all())
    search.vocabulary()
    with django_assert_num_queries(1):
        search.vocabulary()


@pytest.mark.django_db(transaction=True)
def test_what_another_process_commits_is_seen_by_the_next_search():
    car = a_car(make="Nissan", model="March")
    assert not in_stock("volvo")
    with psycopg.connect(**_account()) as other:
        other.execute("UPDATE catalog_car SET make = 'Volvo', updated_at = now() WHERE id = %s", [car.pk])
    assert in_stock("volvo")
    assert not in_stock("nissan")


@pytest.mark.django_db(transaction=True)
def test_a_change_committed_under_a_newer_ones_stamp_is_seen_within_a_second():
    slow, quick = a_car(make="Nissan", model="March"), a_car(make="Mazda", model="CX-5")
    with psycopg.connect(**_account()) as other:
        other.execute("UPDATE catalog_car SET make = 'Volvo', updated_at = now() WHERE id = %s", [slow.pk])
        inventory.change_car(car=quick, price=Decimal(345678))
        assert not in_stock("volvo")
    time.sleep(stock._RECHECK_SECONDS)
    assert in_stock("volvo")


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_together_get_one_vocabulary():
    a_car(make="Saab", model="9-3")  # unlike any other test's, so that it must be built
    found: list[object] = []
    start = threading.Barrier(6)

    def ask() -> None:
        start.wait()
        found.append(search.vocabulary())
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(map(id, found))) == 1


def _account() -> dict[str, object]:
    kept = ("host", "port", "dbname", "user", "password")
    return {name: value for name, value in connection.get_connection_params().items() if name in kept}
