"""Services: the procedures that a person can begin, and for whom they are."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.doors import public


@dataclass(frozen=True, slots=True)
class Service:
    """A procedure that people begin, with its ways to begin."""

    procedure: type[Procedure]
    ways: tuple[Action, ...]

    @property
    def for_whom(self) -> list[Label]:
        """Return the roles that may begin, each once."""
        return list({way.by.name: way.by.label for way in self.ways}.values())


def services() -> list[Service]:
    """Return every procedure that a person, and not only the system, can begin."""
    found = (Service(procedure, ways_of(procedure)) for procedure in newest().values())
    return [service for service in found if service.ways]


def ways_of(procedure: type[Procedure]) -> tuple[Action, ...]:
    """Return the actions by which people open a case."""
    return tuple(a for a in procedure.actions.values() if a.starts_case and a.by.name != "system")


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show all services."""
    return render(request, "site/pages/services.html", {"services": services()})
