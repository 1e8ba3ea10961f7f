"""Make the table of read events append-only on both databases."""

from django.db import migrations

from dienests.kernel.access import append_only


class Migration(migrations.Migration):
    """Install the triggers, or remove them again."""

    dependencies = [("kernel_access", "0002_second_factor_reads_sessions")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: append_only.install(schema.connection),
            lambda apps, schema: append_only.remove(schema.connection),
        )
    ]
