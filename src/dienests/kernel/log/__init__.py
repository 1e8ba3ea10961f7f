"""Streams of events that cannot be quietly changed."""
