"""Copies of an installation: made beside a running server, read back, aged out, and loaded into an empty database."""
