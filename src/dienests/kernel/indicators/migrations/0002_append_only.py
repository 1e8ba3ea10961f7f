"""Make the table of measurements append-only on both databases: a past figure never changes silently."""

from django.db import migrations

from dienests.kernel.access import append_only

TABLE = "kernel_indicators_measurement"


class Migration(migrations.Migration):
    """Install the triggers, or remove them again."""

    dependencies = [("kernel_indicators", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: append_only.install(schema.connection, table=TABLE),
            lambda apps, schema: append_only.remove(schema.connection, table=TABLE),
        )
    ]
