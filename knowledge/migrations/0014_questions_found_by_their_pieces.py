"""Find which written question a message may be without reading all of them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0013_index_of_short_vectors"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="source",
            index=GinIndex(
                OpClass("title", name="gin_trgm_ops"),
                condition=models.Q(("kind", "faq")),
                name="knowledge_source_question_near",
            ),
        ),
    ]
