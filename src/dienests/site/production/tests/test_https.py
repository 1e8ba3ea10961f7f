"""Behind a server that speaks HTTPS: its word is taken, forms are accepted; without it the address is redirected."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client

SETTINGS = "from django.conf import settings; print(settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER)"
IN_FRONT = ("HTTP_X_FORWARDED_PROTO", "https")
WORD = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "192.0.2.7", "HTTP_HOST": "dienests.example.lv"}


@pytest.mark.parametrize(("https", "said"), [("1", f"True {IN_FRONT}"), ("", "False None")])
def test_the_word_of_the_server_in_front_is_taken_with_https_only(https: str, said: str) -> None:
    own = {"HTTPS": https, "DJANGO_SETTINGS_MODULE": "dienests.site.settings", "PYTHONPATH": str(house.ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", SETTINGS], env=os.environ | own, capture_output=True, text=True)
    assert done.stdout.strip() == said, done.stderr


@pytest.fixture
def behind(settings: Any) -> Client:
    """A browser beyond the server in front."""
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = IN_FRONT
    settings.ALLOWED_HOSTS = ["dienests.example.lv"]
    return Client(enforce_csrf_checks=True, **WORD)


@pytest.mark.django_db
def test_pages_come_and_forms_are_accepted(behind: Client) -> None:
    asked = behind.get("/sign-in/")
    assert asked.status_code == 200
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.content.decode())[0]
    typed = {"csrfmiddlewaretoken": token, "login": "nobody", "password": "wrong"}
    sent = behind.post("/sign-in/", typed, HTTP_ORIGIN="https://dienests.example.lv")
    assert sent.status_code == 422, "the password is wrong, the form is not"
    elsewhere = behind.post("/sign-in/", typed, HTTP_ORIGIN="https://elsewhere.example")
    assert elsewhere.status_code == 403


@pytest.mark.django_db
def test_what_did_not_come_by_https_is_sent_there(behind: Client) -> None:
    for word in ("http", ""):
        answer = behind.get("/services/", HTTP_X_FORWARDED_PROTO=word)
        assert (answer.status_code, answer["Location"]) == (301, "https://dienests.example.lv/services/")


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["foo", "mine?x=1", "https://elsewhere.example/", "//elsewhere.example"])
def test_nobody_is_led_to_what_is_no_page_of_ours(wanted: str) -> None:
    from django.test import RequestFactory

    from dienests.site.pages.landing import ours

    assert not ours(RequestFactory().get("/"), wanted)
    assert ours(RequestFactory().get("/"), "/account/?a=1")
