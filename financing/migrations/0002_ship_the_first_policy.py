"""Ship the policy the customer stated: 10 % a year, three to six years, no minimum down payment."""

from decimal import Decimal

from django.db import migrations


def ship(apps, schema_editor):
    apps.get_model("financing", "FinancingPolicy").objects.create(
        annual_rate=Decimal("0.10"),
        terms_months=[36, 48, 60, 72],
        legal_line="Cotización informativa, sujeta a aprobación de crédito. No incluye seguro ni comisiones.",
    )


class Migration(migrations.Migration):
    dependencies = [("financing", "0001_policy")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
