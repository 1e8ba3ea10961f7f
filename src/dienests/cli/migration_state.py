"""The state of models that migrations go through, rendered with less work where a table only comes or grows.

Django renders every model that a new one is related to, by whatever way, again: in a house whose tables all lead to
persons that is every model at each step, and four fifths of the time that an empty database takes.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class GrowingState(ProjectState):
    """A state that renders only the model that came or grew; before any other step, every model is rendered anew.

    It rests on what Django does before code of a migration runs: a state that is `is_delayed` is rendered whole.
    """

    _grows = False
    _before: "GrowingState | None" = None  # what the step in hand began from

    @classmethod
    def of(cls, executor: MigrationExecutor) -> "GrowingState":
        """Return the state in which the migrations of an executor begin."""
        state = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]
        return cls(models=state.models, real_apps=state.real_apps)

    def clone(self) -> "GrowingState":
        """Return a copy, and remember it: a step that changes a table compares both."""
        copy = super().clone()
        copy.__class__ = GrowingState
        self._before = cast("GrowingState", copy)
        return self._before

    def add_model(self, model_state: Any) -> None:
        """Take in a new table."""
        self._growing(super().add_model, model_state)

    def add_field(self, *given: Any) -> None:
        """Take in a new column."""
        self._growing(super().add_field, *given)

    def add_index(self, *given: Any) -> None:
        """Take in a new index."""
        self._growing(super().add_index, *given)

    def add_constraint(self, *given: Any) -> None:
        """Take in a new constraint."""
        self._growing(super().add_constraint, *given)

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """Render one model anew, or let all be rendered when they are asked for next."""
        if not self._grows:
            self._render_all()
        elif "apps" in self.__dict__:
            self.is_delayed = True
            self._reload({(app_label, model_name)})  # type: ignore[attr-defined]

    def reload_models(self, models: Iterable[Any], delay: bool = True) -> None:
        """Let all models be rendered when they are asked for next."""
        self._render_all()

    def _growing(self, step: Callable[..., None], *given: Any) -> None:
        self._grows = True
        try:
            step(*given)
        finally:
            self._grows = False

    def _render_all(self) -> None:
        self.__dict__.pop("apps", None)
        if self._before is not None:
            self._before.clear_delayed_apps_cache()
            self._before.apps  # noqa: B018 - at once: where SQLite rebuilds a table, columns stand as they were rendered
