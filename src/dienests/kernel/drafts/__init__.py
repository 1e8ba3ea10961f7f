"""Drafts: forms that are filled in later, kept so that only who has the code can read them."""
