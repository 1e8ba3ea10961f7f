"""The module as a Django app."""

from django.apps import AppConfig


class SubjectRequestsConfig(AppConfig):
    """Loads the declaration when the apps are ready."""

    name = "dienests.personal_data.subject_requests"
    label = "personal_data_subject_requests"

    def ready(self) -> None:
        """Declare the procedure, and that its granted erasings are decisions to erase before the time."""
        from dienests.kernel.retention import erasing  # noqa: PLC0415 - models can be loaded only now
        from dienests.personal_data.subject_requests.procedure import SubjectRequests  # noqa: PLC0415 - declares

        erasing.grants(SubjectRequests.slug, SubjectRequests.erasing.name)
