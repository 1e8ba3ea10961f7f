"""Addresses of the log: files without a language, pages in both."""

from django.urls import path

from dienests.site.pages import log, log_files

files = [
    path("log/checkpoint", log_files.checkpoint, name="log-checkpoint"),
    path("log/key", log_files.key, name="log-key"),
    path("log/checkpoints/<str:day>", log_files.dated, name="log-dated"),
    path("log/tile/<path:tile>", log_files.tile, name="log-tile"),
]
pages = [
    path("log/", log.page, name="log"),
    path("log/feed/", log.as_feed, name="log-feed"),
    path("log/consistency/", log.consistency_page, name="log-consistency"),
    path("log/consistency/json/", log.consistency_json, name="log-consistency-json"),
    path("log/consistency/text/", log.consistency_text, name="log-consistency-text"),
]
