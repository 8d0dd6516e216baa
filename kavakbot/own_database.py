"""A database made for one run, as the tests' is, so that measuring never touches the one with the customers."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.core.management.base import CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test.utils import setup_databases, teardown_databases


@contextmanager
def own_database(prefix: str) -> Iterator[None]:
    """Work in an empty, migrated database of that name's beginning; drop it afterwards."""
    connection = connections["default"]
    _leave(connection)  # a pool left open would go on talking to the database with the customers
    mine, settings = connection.settings_dict["TEST"]["NAME"], connection.settings_dict
    settings["TEST"]["NAME"] = own = f"{prefix}_{settings['NAME']}"
    made = setup_databases(verbosity=0, interactive=False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            if cursor.fetchone() != (own,):
                raise CommandError(f"The database {own} was made but is not the one in use.")
        yield
    finally:
        teardown_databases(made, verbosity=0)
        _leave(connection)
        settings["TEST"]["NAME"] = mine


def url() -> str:
    """Return the address of the database in use now, for a child process that is to share it."""
    at = connections["default"].settings_dict
    return f"postgresql://{quote(at['USER'])}:{quote(at['PASSWORD'])}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def _leave(connection: BaseDatabaseWrapper) -> None:
    connection.close()
    if isinstance(connection, DatabaseWrapper):
        connection.close_pool()
