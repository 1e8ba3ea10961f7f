"""`/publiccode.yml`: the description of the software and its licence, by the standard of that name."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Answer with the file; where an installation has none, with 404."""
    place = settings.ROOT / "publiccode.yml"
    if not place.is_file():
        return HttpResponse("This installation holds no publiccode.yml.\n", status=404, content_type="text/plain")
    answer = HttpResponse(place.read_bytes(), content_type="application/yaml; charset=utf-8")
    answer["Cache-Control"] = "max-age=3600"
    return answer
