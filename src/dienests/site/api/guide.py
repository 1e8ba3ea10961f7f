"""The guide to the interface: what it is, how to come by a token, and what each problem means."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.site.api.problem import KINDS
from dienests.site.pages.doors import public


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show the guide."""
    return render(request, "site/api/guide.html", {"problems": KINDS})
