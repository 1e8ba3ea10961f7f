from django.db import migrations

from dienests.kernel.search import full_text


class Migration(migrations.Migration):
    dependencies = [("kernel_search", "0001_initial")]

    operations = [migrations.RunPython(full_text.install, full_text.remove)]
