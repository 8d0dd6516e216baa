"""Make the vector graphs denser, and keep rows of passages in line: ranking reads a word vector many times a row."""


import pgvector.django.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0005_vectors_of_words'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='chunkembedding',
            name='knowledge_vector_local',
        ),
        migrations.RemoveIndex(
            model_name='chunkembedding',
            name='knowledge_vector_openai',
        ),
        migrations.AddIndex(
            model_name='chunkembedding',
            index=pgvector.django.indexes.HnswIndex(condition=models.Q(('model', 'use-multilingual-v3')), ef_construction=200, fields=['embedding'], m=24, name='knowledge_vector_local', opclasses=['halfvec_cosine_ops']),
        ),
        migrations.AddIndex(
            model_name='chunkembedding',
            index=pgvector.django.indexes.HnswIndex(condition=models.Q(('model', 'text-embedding-3-small')), ef_construction=200, fields=['embedding'], m=24, name='knowledge_vector_openai', opclasses=['halfvec_cosine_ops']),
        ),
        migrations.RunSQL(
            "ALTER TABLE knowledge_chunk SET (toast_tuple_target = 8160)",
            "ALTER TABLE knowledge_chunk RESET (toast_tuple_target)",
        ),
    ]
