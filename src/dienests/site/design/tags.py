"""The template tags of the design system; a builtin library, so templates need no `load`."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.safestring import SafeString

from dienests.site.design import actions, cells, days, errors, fields, lists, marks, once, texts
from dienests.site.design.markup import NOTHING, Link, element, joined

register = template.Library()

TAGS = (
    actions.act_button,
    actions.back_link,
    actions.breadcrumbs,
    actions.button,
    actions.navigation,
    actions.skip_link,
    actions.sub_navigation,
    actions.way_back,
    cells.cell,
    cells.cell_legend,
    cells.cell_words,
    cells.due,
    cells.figures,
    cells.stages,
    errors.error_prefix,
    errors.error_summary,
    fields.field,
    fields.fields,
    lists.summary_list,
    lists.table,
    lists.tabs,
    lists.timeline,
    marks.mark,
    marks.mark_interpretation,
    marks.mark_unset,
    once.once,
    texts.notification_banner,
    texts.panel,
    texts.phase_banner,
    texts.tag,
)
for function in TAGS:
    register.simple_tag(function)
register.simple_tag(days.stamp, name="day")

for function in (days.lv_day, days.lv_day_short, days.lv_time, days.lv_moment):
    register.filter(function.__name__, function, expects_localtime=True)

# Around markup of the template: {% details "Why" %} ... {% enddetails %}
for block in (texts.details, texts.inset_text, texts.warning_text):
    register.simple_block_tag(block)


@register.simple_block_tag
def band(content: Any, title: Any, note: Any = "", *, id: str | None = None) -> SafeString:
    """Return one band of a page: its name on the left, its content on the right."""
    heading = element("h2", {"class": "d-band__title"}, title)
    label = element("div", {"class": "d-band__label"}, heading, element("p", None, note) if note else NOTHING)
    return element(
        "section", {"class": "d-band", "id": id}, label, element("div", {"class": "d-band__content"}, content)
    )


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: Page, parameter: str = "page") -> SafeString:
    """Return the links to the other pages of a paginated list, keeping the rest of the query; nothing for one page."""
    if page.paginator.num_pages < 2:
        return NOTHING
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return actions.pagination(
        [
            Link(number, address(number), number == page.number) if isinstance(number, int) else None
            for number in numbers
        ],
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        following=address(page.next_page_number()) if page.has_next() else "",
    )


@register.simple_tag
def together(*parts: Any) -> SafeString:
    """Return markup in a row, for a value that is put together in the template: {% together a b as both %}."""
    return joined(parts, between=" ")
