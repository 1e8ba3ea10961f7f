"""A real OpenID Connect provider (django-oauth-toolkit) as a process of its own, for the tests of signing in."""
