"""Refusals: every "no" says who may, what is missing, and which paragraph."""

from collections.abc import Mapping

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.items import Label


class Refusal(Exception):
    """An act that was not done; `message` is one sentence for the person, `fields` maps a field to what is wrong."""

    def __init__(
        self, message: Label, *, basis: Basis | None = None, kind: str = "refused",
        fields: Mapping[str, Label] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.message, self.basis, self.kind, self.fields = message, basis, kind, dict(fields or {})

    def __str__(self) -> str:
        return str(self.message)
