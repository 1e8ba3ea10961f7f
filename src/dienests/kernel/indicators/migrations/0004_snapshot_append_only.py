"""Make the table of snapshots append-only on both databases: a year that was kept never changes."""

from django.db import migrations

from dienests.kernel.access import append_only

TABLE = "kernel_indicators_snapshot"


class Migration(migrations.Migration):
    """Install the triggers, or remove them again."""

    dependencies = [("kernel_indicators", "0003_snapshot")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: append_only.install(schema.connection, table=TABLE),
            lambda apps, schema: append_only.remove(schema.connection, table=TABLE),
        )
    ]
