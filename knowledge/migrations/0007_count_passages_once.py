"""Count the passages beside their words, under the empty word: every search weighs its words by that number."""

from django.db import migrations

_CREATE = """
DROP MATERIALIZED VIEW knowledge_lexeme;
DO $$ BEGIN
    EXECUTE format(
        'CREATE MATERIALIZED VIEW knowledge_lexeme AS SELECT word, ndoc AS chunks FROM ts_stat(%%L)%s',
        format('SELECT search FROM %%I.knowledge_chunk', current_schema())%s
    );
END $$;
CREATE UNIQUE INDEX knowledge_lexeme_word ON knowledge_lexeme (word);
CREATE INDEX knowledge_lexeme_trigrams ON knowledge_lexeme USING gin (word gin_trgm_ops);
"""
_TOTAL = " UNION ALL SELECT '''', count(*)::integer FROM %I.knowledge_chunk"


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0006_denser_graphs_rows_in_line'),
    ]

    operations = [
        migrations.RunSQL(_CREATE % (_TOTAL, ", current_schema()"), _CREATE % ("", "")),
    ]
