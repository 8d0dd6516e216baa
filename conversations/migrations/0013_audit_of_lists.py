"""A look may be at a whole list: the entry names every customer on it."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

KEEP_THE_ONE = "UPDATE conversations_auditentry SET contact_ids = ARRAY[contact_id]"
GIVE_IT_BACK = "UPDATE conversations_auditentry SET contact_id = contact_ids[1]"


class Migration(migrations.Migration):
    dependencies = [("conversations", "0012_webhooks_out")]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="contact_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None, verbose_name="id de los contactos"
            ),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="page",
            field=models.CharField(blank=True, max_length=40, verbose_name="página"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="contact_id",
            field=models.UUIDField(null=True, verbose_name="id del contacto"),
        ),
        migrations.RunSQL(KEEP_THE_ONE, GIVE_IT_BACK),
        migrations.RemoveField(model_name="auditentry", name="contact_id"),
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("read", "Abrió el chat o la ficha"),
                    ("listed", "Vio una lista"),
                    ("searched", "Buscó por teléfono"),
                    ("downloaded", "Descargó el chat como escenario"),
                    ("exported", "Exportó todos sus datos"),
                    ("erased", "Borró todos sus datos"),
                ],
                max_length=16,
                verbose_name="acción",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["contact_ids"], name="audit_of_contact"),
        ),
    ]
