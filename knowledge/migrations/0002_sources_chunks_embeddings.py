"""Create sources, their chunks, and one embedding per chunk and model."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgvector.django.halfvec
import pgvector.django.indexes
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('knowledge', '0001_extensions_and_spanish_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('url', 'página'), ('file', 'página guardada'), ('faq', 'pregunta frecuente')], default='url', max_length=8, verbose_name='tipo')),
                ('url', models.URLField(blank=True, max_length=2000, null=True, unique=True, verbose_name='dirección')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='título')),
                ('answer', models.TextField(blank=True, help_text='Sólo para preguntas frecuentes.', verbose_name='respuesta')),
                ('state', models.CharField(choices=[('pending', 'pendiente'), ('ingesting', 'en proceso'), ('ready', 'lista'), ('failed', 'con error')], default='pending', max_length=10, verbose_name='estado')),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('error_code', models.CharField(blank=True, max_length=40, verbose_name='código de error')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='huella del contenido')),
                ('active', models.BooleanField(default=True, verbose_name='activa')),
                ('force_requested', models.BooleanField(default=False, verbose_name='rehacer todo')),
                ('chunks_created', models.PositiveIntegerField(default=0, verbose_name='fragmentos nuevos')),
                ('chunks_deleted', models.PositiveIntegerField(default=0, verbose_name='fragmentos quitados')),
                ('chunks_unchanged', models.PositiveIntegerField(default=0, verbose_name='fragmentos sin cambio')),
                ('requested_at', models.DateTimeField(blank=True, null=True, verbose_name='solicitada')),
                ('fetched_at', models.DateTimeField(blank=True, null=True, verbose_name='leída')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='creada')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='actualizada')),
            ],
            options={
                'verbose_name': 'fuente',
                'verbose_name_plural': 'fuentes',
                'ordering': ['-updated_at'],
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['requested_at'], name='knowledge_source_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'faq'), ('url__isnull', False), _connector='OR'), name='knowledge_source_page_has_url')],
            },
        ),
        migrations.CreateModel(
            name='Chunk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(verbose_name='posición')),
                ('heading_path', models.TextField(blank=True, verbose_name='títulos')),
                ('text', models.TextField(verbose_name='texto')),
                ('folded', models.TextField(editable=False, verbose_name='texto sin acentos')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('heading_path', config='knowledge_es', weight='A'), '||', django.contrib.postgres.search.SearchVector('text', config='knowledge_es', weight='B'), django.contrib.postgres.search.SearchConfig('knowledge_es')), output_field=django.contrib.postgres.search.SearchVectorField(), verbose_name='índice de texto')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='creado')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='actualizado')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='knowledge.source', verbose_name='fuente')),
            ],
            options={
                'verbose_name': 'fragmento',
                'verbose_name_plural': 'fragmentos',
                'ordering': ['source', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ChunkEmbedding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=80, verbose_name='modelo')),
                ('embedding', pgvector.django.halfvec.HalfVectorField(dimensions=512, verbose_name='vector')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='creado')),
                ('chunk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='embeddings', to='knowledge.chunk', verbose_name='fragmento')),
            ],
            options={
                'verbose_name': 'vector',
                'verbose_name_plural': 'vectores',
                'indexes': [pgvector.django.indexes.HnswIndex(condition=models.Q(('model', 'use-multilingual-v3')), fields=['embedding'], name='knowledge_vector_local', opclasses=['halfvec_cosine_ops']), pgvector.django.indexes.HnswIndex(condition=models.Q(('model', 'text-embedding-3-small')), fields=['embedding'], name='knowledge_vector_openai', opclasses=['halfvec_cosine_ops'])],
                'constraints': [models.UniqueConstraint(fields=('chunk', 'model'), name='knowledge_one_embedding_per_model')],
            },
        ),
        migrations.AddIndex(
            model_name='chunk',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='knowledge_chunk_search'),
        ),
        migrations.AddIndex(
            model_name='chunk',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('folded'), name='gin_trgm_ops'), name='knowledge_chunk_trigrams'),
        ),
    ]
