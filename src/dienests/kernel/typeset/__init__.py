"""Typesetting: a sheet of blocks becomes an accessible, archivable PDF (PDF/A-2a and PDF/UA-1 in one pass)."""
