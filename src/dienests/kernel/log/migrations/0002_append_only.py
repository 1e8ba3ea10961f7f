"""Make the table of events append-only on both databases."""

from django.db import migrations

from dienests.kernel.log import append_only


class Migration(migrations.Migration):
    """Install the triggers, or remove them again."""

    dependencies = [("kernel_log", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: append_only.install(schema.connection),
            lambda apps, schema: append_only.remove(schema.connection),
        )
    ]
