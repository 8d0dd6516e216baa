"""Drop the index by which Django would find a sid by its beginning: nobody looks so, and it costs 59 bytes a message."""

from django.db import migrations

_NAME = "conversations_message_sid_8842fd1b_like"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("conversations", "0035_signs_of_life"),
    ]

    operations = [
        migrations.RunSQL(
            f"DROP INDEX CONCURRENTLY IF EXISTS {_NAME}",
            f"CREATE INDEX CONCURRENTLY {_NAME} ON conversations_message (sid varchar_pattern_ops)",
        ),
    ]
