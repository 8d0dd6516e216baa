"""Read sources on a schedule, keep uploads and drafts, hide and pin chunks, and record missed questions."""


import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0002_sources_chunks_embeddings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Asking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(blank=True, db_index=True, max_length=100, verbose_name='origen')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='preguntada')),
            ],
            options={
                'verbose_name': 'vez que se preguntó',
                'verbose_name_plural': 'veces que se preguntó',
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='draft', serialize=False, to='knowledge.source', verbose_name='fuente')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='título')),
                ('markdown', models.TextField(verbose_name='texto')),
                ('content_hash', models.CharField(max_length=64, verbose_name='huella del contenido')),
                ('etag', models.CharField(blank=True, max_length=300, verbose_name='ETag')),
                ('last_modified', models.CharField(blank=True, max_length=60, verbose_name='Last-Modified')),
                ('read_at', models.DateTimeField(verbose_name='leída')),
                ('decision', models.CharField(choices=[('waiting', 'por revisar'), ('approved', 'aprobado'), ('dismissed', 'descartado')], default='waiting', max_length=9, verbose_name='decisión')),
            ],
            options={
                'verbose_name': 'borrador',
                'verbose_name_plural': 'borradores',
                'ordering': ['-read_at'],
            },
        ),
        migrations.CreateModel(
            name='MissedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='pregunta')),
                ('folded', models.CharField(editable=False, max_length=500, unique=True, verbose_name='pregunta sin acentos')),
                ('state', models.CharField(choices=[('open', 'sin respuesta'), ('answered', 'respondida'), ('dismissed', 'descartada')], default='open', max_length=10, verbose_name='estado')),
                ('last_asked_at', models.DateTimeField(verbose_name='última vez')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='primera vez')),
            ],
            options={
                'verbose_name': 'pregunta sin respuesta',
                'verbose_name_plural': 'preguntas sin respuesta',
                'ordering': ['-last_asked_at'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='upload', serialize=False, to='knowledge.source', verbose_name='fuente')),
                ('name', models.CharField(max_length=200, verbose_name='archivo')),
                ('content_type', models.CharField(max_length=100, verbose_name='tipo')),
                ('content', models.BinaryField(verbose_name='contenido')),
                ('uploaded_at', models.DateTimeField(auto_now=True, verbose_name='subido')),
            ],
            options={
                'verbose_name': 'archivo',
                'verbose_name_plural': 'archivos',
            },
        ),
        migrations.RemoveConstraint(
            model_name='source',
            name='knowledge_source_page_has_url',
        ),
        migrations.AddField(
            model_name='chunk',
            name='hidden',
            field=models.BooleanField(default=False, help_text='No responde a nadie.', verbose_name='oculto'),
        ),
        migrations.AddField(
            model_name='chunk',
            name='pinned',
            field=models.BooleanField(default=False, help_text='Va primero entre los que responden.', verbose_name='destacado'),
        ),
        migrations.AddField(
            model_name='source',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='revisada'),
        ),
        migrations.AddField(
            model_name='source',
            name='chunks_done',
            field=models.PositiveIntegerField(default=0, verbose_name='fragmentos procesados'),
        ),
        migrations.AddField(
            model_name='source',
            name='chunks_total',
            field=models.PositiveIntegerField(default=0, verbose_name='fragmentos por procesar'),
        ),
        migrations.AddField(
            model_name='source',
            name='embedded_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None, verbose_name='modelos'),
        ),
        migrations.AddField(
            model_name='source',
            name='etag',
            field=models.CharField(blank=True, max_length=300, verbose_name='ETag'),
        ),
        migrations.AddField(
            model_name='source',
            name='failures',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='fallos seguidos'),
        ),
        migrations.AddField(
            model_name='source',
            name='last_modified',
            field=models.CharField(blank=True, max_length=60, verbose_name='Last-Modified'),
        ),
        migrations.AddField(
            model_name='source',
            name='next_read_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='próxima lectura'),
        ),
        migrations.AddField(
            model_name='source',
            name='refresh_hours',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, 'cada hora'), (24, 'cada día'), (168, 'cada semana'), (720, 'cada 30 días')], default=24, null=True, verbose_name='se vuelve a leer'),
        ),
        migrations.AddField(
            model_name='source',
            name='review_first',
            field=models.BooleanField(default=False, help_text='Lo nuevo espera a que alguien lo apruebe; mientras tanto responde la versión anterior.', verbose_name='revisar antes de publicar'),
        ),
        migrations.AddField(
            model_name='source',
            name='stage',
            field=models.CharField(blank=True, choices=[('fetching', 'leyendo'), ('extracting', 'extrayendo el texto'), ('embedding', 'calculando vectores'), ('publishing', 'publicando')], max_length=10, verbose_name='etapa'),
        ),
        migrations.AlterField(
            model_name='source',
            name='active',
            field=models.BooleanField(default=True, help_text='Una fuente inactiva no responde a nadie.', verbose_name='activa'),
        ),
        migrations.AlterField(
            model_name='source',
            name='kind',
            field=models.CharField(choices=[('url', 'página'), ('file', 'archivo'), ('faq', 'pregunta frecuente')], default='url', max_length=8, verbose_name='tipo'),
        ),
        migrations.AlterField(
            model_name='source',
            name='state',
            field=models.CharField(choices=[('pending', 'pendiente'), ('ingesting', 'en proceso'), ('review', 'por revisar'), ('ready', 'lista'), ('failed', 'con error')], default='pending', max_length=10, verbose_name='estado'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('next_read_at__isnull', False)), fields=['next_read_at'], name='knowledge_source_scheduled'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'url'), _negated=True), ('url__isnull', False), _connector='OR'), name='knowledge_source_page_has_url'),
        ),
        migrations.AddField(
            model_name='missedquestion',
            name='faq',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='knowledge.source', verbose_name='respuesta'),
        ),
        migrations.AddField(
            model_name='asking',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='askings', to='knowledge.missedquestion', verbose_name='pregunta'),
        ),
        migrations.AddIndex(
            model_name='missedquestion',
            index=models.Index(fields=['state', '-last_asked_at'], name='knowledge_missed_by_state'),
        ),
        # Pages that were read before schedules existed are read again by theirs, from now on.
        migrations.RunSQL(
            "UPDATE knowledge_source SET next_read_at = now() WHERE kind = 'url' AND active",
            migrations.RunSQL.noop,
        ),
    ]
