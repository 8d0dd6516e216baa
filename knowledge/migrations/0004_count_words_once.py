"""Count in how many passages each word stands, look misspelt words up there, and drop the copies without accents."""

from django.db import migrations

# A view is refreshed without any search path, so that the table inside the text must be named with its schema.
CREATE = """
DO $$ BEGIN
    EXECUTE format(
        'CREATE MATERIALIZED VIEW knowledge_lexeme AS SELECT word, ndoc AS chunks FROM ts_stat(%L)',
        format('SELECT search FROM %I.knowledge_chunk', current_schema())
    );
END $$;
CREATE UNIQUE INDEX knowledge_lexeme_word ON knowledge_lexeme (word);
CREATE INDEX knowledge_lexeme_trigrams ON knowledge_lexeme USING gin (word gin_trgm_ops);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0003_schedules_drafts_uploads_missed_questions'),
    ]

    operations = [
        migrations.RunSQL(CREATE, "DROP MATERIALIZED VIEW knowledge_lexeme"),
        migrations.RemoveIndex(model_name='chunk', name='knowledge_chunk_trigrams'),
        migrations.RemoveField(model_name='chunk', name='folded'),
    ]
