"""Verification: what a letter on paper or a file is, by whom, and whether it still holds; nothing without its code.

Read `standing` (valid, corrected, revoked), then `paper` (what is told), then `asking` (number and code) and
`recognising` (a file).
"""
