"""Keep the vector of every word, so that a customer's word finds the page's word for the same thing."""


import pgvector.django.halfvec
import pgvector.django.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0004_count_words_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='Word',
            fields=[
                ('text', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='palabra')),
                ('stem', models.CharField(max_length=60, verbose_name='raíz')),
                ('embedding', pgvector.django.halfvec.HalfVectorField(dimensions=512, verbose_name='vector')),
            ],
            options={
                'verbose_name': 'palabra',
                'verbose_name_plural': 'palabras',
                'indexes': [pgvector.django.indexes.HnswIndex(fields=['embedding'], name='knowledge_word_vector', opclasses=['halfvec_cosine_ops'])],
            },
        ),
    ]
