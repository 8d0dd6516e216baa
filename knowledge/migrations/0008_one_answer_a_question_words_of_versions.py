"""A question is a source once, in whatever case; a source knows of which version the vocabulary has the words."""

import django.db.models.functions.text
from django.db import migrations, models

# Of two sources with the same question the older one gives way: its question gets the end of its id.
_DISTINCT = """
UPDATE knowledge_source AS older SET title = left(title, 280) || ' · ' || right(older.id::text, 8)
WHERE kind = 'faq' AND EXISTS (
    SELECT FROM knowledge_source AS newer WHERE newer.kind = 'faq' AND lower(newer.title) = lower(older.title)
    AND (newer.created_at, newer.id) > (older.created_at, older.id)
);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0007_count_passages_once'),
    ]

    operations = [
        migrations.RunSQL(_DISTINCT, migrations.RunSQL.noop),
        migrations.AddField(
            model_name='source',
            name='words_of',
            field=models.CharField(blank=True, default='', max_length=64, verbose_name='huella de las palabras'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower('title'),
                condition=models.Q(('kind', 'faq')),
                name='knowledge_source_one_answer',
            ),
        ),
    ]
