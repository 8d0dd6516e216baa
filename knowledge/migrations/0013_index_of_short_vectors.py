"""Fill in and index the short vectors instead of the whole ones; older code finds its nearest without an index then."""

import pgvector.django.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

from knowledge import reembedding


def _make_compact(apps, schema_editor):
    reembedding.make_compact(apps.get_model("knowledge", "ChunkEmbedding"))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("knowledge", "0012_vectors_made_shorter"),
    ]

    operations = [
        RemoveIndexConcurrently(
            model_name="chunkembedding",
            name="knowledge_vector_local",
        ),
        AddIndexConcurrently(
            model_name="chunkembedding",
            index=models.Index(
                condition=models.Q(("compact", None), ("model", "use-multilingual-v3")),
                fields=["id"],
                name="knowledge_not_yet_compact",
            ),
        ),
        migrations.RunPython(_make_compact, migrations.RunPython.noop),
        # A graph that does not fit into it is built many times slower; of 100,000 passages it takes twice this default.
        migrations.RunSQL("SET maintenance_work_mem = '256MB'", "SET maintenance_work_mem = '512MB'"),
        AddIndexConcurrently(
            model_name="chunkembedding",
            index=pgvector.django.indexes.HnswIndex(
                condition=models.Q(("model", "use-multilingual-v3")),
                ef_construction=200,
                fields=["compact"],
                m=24,
                name="knowledge_vector_compact",
                opclasses=["halfvec_cosine_ops"],
            ),
        ),
        migrations.RunSQL("RESET maintenance_work_mem", "RESET maintenance_work_mem"),
    ]
