"""Files as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The table of files; their content lies in a folder, encrypted."""

    name = "dienests.kernel.files"
    label = "kernel_files"
    verbose_name = "files"
