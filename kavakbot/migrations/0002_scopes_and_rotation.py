"""Scopes, rotation and use of API clients; those that exist go on reading and writing."""

from django.db import migrations, models


def name_the_demo_clients(apps, schema_editor):
    apps.get_model("kavakbot", "ApiClient").objects.filter(name="demo").update(is_demo=True)


class Migration(migrations.Migration):
    dependencies = [("kavakbot", "0001_api_clients")]

    operations = [
        migrations.AddField(
            model_name="apiclient",
            name="access",
            field=models.CharField(
                choices=[("read", "consultar"), ("read write", "consultar y modificar")],
                default="read write",
                max_length=10,
                verbose_name="acceso",
            ),
        ),
        migrations.AlterField(
            model_name="apiclient",
            name="access",
            field=models.CharField(
                choices=[("read", "consultar"), ("read write", "consultar y modificar")],
                default="read",
                max_length=10,
                verbose_name="acceso",
            ),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="is_demo",
            field=models.BooleanField(default=False, editable=False, verbose_name="de demostración"),
        ),
        migrations.RunPython(name_the_demo_clients, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="apiclient",
            name="secret_version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="versión del secreto"),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="previous_hash",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=64, verbose_name="secreto anterior (hash)"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="apiclient",
            name="previous_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="el secreto anterior sirve hasta"),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="last_used_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="último uso"),
        ),
    ]
