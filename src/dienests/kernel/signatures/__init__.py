"""Signatures: seals on our documents, time stamps, and what can be said of a sealed file that somebody hands in."""
