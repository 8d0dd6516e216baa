"""A message to an endpoint says when somebody is posting it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0013_audit_of_lists")]

    operations = [
        migrations.AddField(
            model_name="webhookcall",
            name="posted_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="enviándose hasta"),
        ),
    ]
