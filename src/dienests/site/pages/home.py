"""The home page: what a person can do here, and the rulebooks by which the institution works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.norms.coverage import coverage
from dienests.site.pages.doors import public
from dienests.site.pages.services import services


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show the services and the rulebooks."""
    return render(request, "site/pages/home.html", {"books": coverage(), "services": services()})
