"""The talk in a terminal, where one may begin before anything was prepared."""

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_who_begins_before_the_tables_are_there_is_told_what_makes_them():
    MigrationRecorder.Migration.objects.filter(app="conversations").delete()
    with pytest.raises(CommandError, match="make run"):
        call_command("chat", say=["hola"])
