"""Keep numbered letters as they are, on both databases."""

from django.db import migrations

from dienests.kernel.letters import unchanging


class Migration(migrations.Migration):
    """Install the triggers, or remove them again."""

    dependencies = [("kernel_letters", "0004_letters_that_are_numbered")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: unchanging.install(schema.connection),
            lambda apps, schema: unchanging.remove(schema.connection),
        )
    ]
