"""Find what stands beside a passage without reading all of its source; the same index finds the source's passages."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

_OF_THE_KEY = "knowledge_chunk_source_id_c7d44adf"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("knowledge", "0010_misses_by_moment"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="chunk",
            index=models.Index(fields=["source", "position"], name="knowledge_chunk_in_order"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {_OF_THE_KEY}",
                    f"CREATE INDEX CONCURRENTLY {_OF_THE_KEY} ON knowledge_chunk (source_id)",
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="chunk",
                    name="source",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chunks",
                        to="knowledge.source",
                        verbose_name="fuente",
                    ),
                ),
            ],
        ),
    ]
