"""Find which written question a message may be without reading all of them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("knowledge", "0013_index_of_short_vectors"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="source",
            index=GinIndex(
                OpClass("title", name="gin_trgm_ops"),
                condition=models.Q(("kind", "faq")),
                name="knowledge_source_question_near",
            ),
        ),
    ]
