"""Create the extensions and the text search configuration `knowledge_es`: 'spanish' after unaccent.

`unaccent(text)` is not immutable, so no generated column may call it; a configuration that is named may be used there.
"""

from typing import ClassVar

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations
from pgvector.django import VectorExtension

CREATE_CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION knowledge_es (COPY = spanish);
ALTER TEXT SEARCH CONFIGURATION knowledge_es
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, spanish_stem;
"""


class Migration(migrations.Migration):
    """Nothing here belongs to a table; the extensions also serve the other apps."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        VectorExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CREATE_CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION knowledge_es"),
    ]
