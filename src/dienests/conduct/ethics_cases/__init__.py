"""Breach cases: opened by the head on the Commission's proposal, decided under the by-laws (paragraphs 26, 27)."""
