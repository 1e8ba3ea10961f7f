"""Any Django form is drawn with label, hint, error and kept answer, and its errors lead to the right control."""

import re
from datetime import date

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from dienests.site.design import errors, fields
from dienests.site.design.tests.gallery import WRONG, Report


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def drawn(form: forms.Form, name: str) -> str:
    return str(fields.field(form[name]))


def test_a_wrong_answer_is_kept_and_described() -> None:
    html = drawn(Report(WRONG), "email")
    assert 'value="nav"' in html
    assert 'aria-describedby="id_email-error"' in html
    assert re.search(r'id="id_email-error".*Error:.*Enter a valid email address\.', html)


def test_a_hint_is_described_before_the_error() -> None:
    html = drawn(Report({}), "text")
    assert 'aria-describedby="id_text-info id_text-hint id_text-error"' in html


def test_text_that_is_counted_is_not_cut() -> None:
    html = drawn(Report(WRONG), "text")
    assert 'data-maxlength="200"' in html
    assert " maxlength=" not in html
    assert "Sanāksmē</textarea>" in html


def test_the_browser_is_left_out_of_judging() -> None:
    html = str(fields.fields(Report()))
    assert " required" not in html
    assert " min=" not in html


def test_a_day_typed_wrongly_stays_as_typed() -> None:
    html = drawn(Report(WRONG), "happened")
    assert 'name="happened_day" type="text" inputmode="numeric" value="31"' in html
    assert html.count("govuk-input--error") == 3


def test_only_the_missing_part_of_a_day_is_marked() -> None:
    html = drawn(Report({**WRONG, "happened_month": ""}), "happened")
    marked = re.findall(r'govuk-input--error[^>]*name="(\w+)"', html)
    assert marked == ["happened_month"]


def test_a_day_field_reads_what_its_control_sends() -> None:
    form = Report({**WRONG, "happened_day": "1", "happened_month": "3"})
    assert "happened" not in form.errors
    assert form.cleaned_data["happened"] == date(2026, 3, 1)


def test_a_known_day_is_shown_in_its_parts() -> None:
    html = drawn(Report(initial={"happened": date(2026, 11, 2)}), "happened")
    assert re.findall(r'value="(\d+)"', html) == ["2", "11", "2026"]


def test_a_native_day_travels_in_the_international_form_in_every_language() -> None:
    for language in ("lv", "en"):
        with translation.override(language):
            assert 'type="date" value="2026-11-21"' in drawn(
                Report(initial={"answer_by": date(2026, 11, 21)}), "answer_by"
            )


def test_a_revealed_question_stands_under_its_answer_and_nowhere_else() -> None:
    html = str(fields.fields(Report(WRONG)))
    assert html.count('id="id_which"') == 1
    assert re.search(r'id="conditional-id_kind-2"><div class="govuk-form-group"><label[^>]*for="id_which"', html)
    unasked = str(fields.fields(Report({**WRONG, "kind": "breach"})))
    assert "govuk-radios__conditional--hidden" in unasked


def test_an_answer_has_its_own_hint() -> None:
    html = drawn(Report(), "kind")
    assert 'aria-describedby="id_kind-item-hint"' in html
    assert "Par konkrētu nodarbināto." in html


def test_a_password_is_never_sent_back() -> None:
    assert "secret" not in drawn(Report(WRONG), "password")


def test_optional_questions_say_so_unless_told_not_to() -> None:
    assert "Atbilde līdz (optional)" in drawn(Report(), "answer_by")
    assert "(optional)" not in fields.field(Report()["answer_by"], optional=False)


def test_answers_are_escaped() -> None:
    html = str(fields.fields(Report({**WRONG, "which": '"><script>', "text": "</textarea><b>", "happened_day": "<i>"})))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_every_error_leads_to_the_first_control_of_its_field() -> None:
    form = Report({})
    page = str(fields.fields(form))
    summary = str(errors.error_summary(form))
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == len(form.errors) == 10
    for target in targets:
        assert re.search(rf'<(?:input|select|textarea)[^>]*\sid="{target}"', page), target


def test_the_summary_names_the_question() -> None:
    assert "Pielikums: This field is required." in errors.error_summary(Report({}))


def test_a_form_without_errors_has_no_summary() -> None:
    assert errors.error_summary(Report()) == ""
    assert errors.error_prefix(Report()) == ""
    assert errors.error_prefix(Report({})) == "Error: "


def test_errors_of_the_whole_form_stand_first_without_link() -> None:
    form = Report({})
    form.add_error(None, "Both cannot be true.")
    assert '<ul class="govuk-list govuk-error-summary__list"><li>Both cannot be true.</li>' in errors.error_summary(
        form
    )


def test_a_widget_without_a_drawing_is_refused_by_name() -> None:
    class Strange(forms.Form):
        both = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="cannot draw SplitDateTimeWidget of field both: choose another widget"):
        drawn(Strange(), "both")


def test_a_list_keeps_its_groups_and_its_choice() -> None:
    class Grouped(forms.Form):
        where = forms.ChoiceField(choices=[("Vidzeme", [("c", "Cēsis"), ("v", "Valmiera")]), ("r", "Rīga")])

    html = drawn(Grouped({"where": "v"}), "where")
    assert '<optgroup label="Vidzeme"><option value="c">Cēsis</option><option value="v" selected>' in html
    assert '</optgroup><option value="r">Rīga</option>' in html


def test_scripts_are_given_their_words_in_latvian() -> None:
    with translation.override("lv"):
        html = drawn(Report(), "text")
        assert {"zero", "one", "other"} == set(re.findall(r"characters-under-limit\.(\w+)", html))
        assert "data-i18n.show-password" in drawn(Report(), "password")
    assert "data-i18n" not in drawn(Report(), "text")


def test_templates_have_the_tags_without_loading_them() -> None:
    template = engines["django"].from_string("{% field form.email optional=False %}{% error_summary form %}")
    html = template.render({"form": Report(WRONG)})
    assert 'id="id_email"' in html
    assert 'href="#id_email"' in html
