"""Keep the local model's vectors in few dimensions too, for an index that has less to read."""

import pgvector.django.halfvec
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0011_chunks_in_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="chunkembedding",
            name="compact",
            field=pgvector.django.halfvec.HalfVectorField(
                dimensions=256, editable=False, null=True, verbose_name="vector corto"
            ),
        ),
    ]
