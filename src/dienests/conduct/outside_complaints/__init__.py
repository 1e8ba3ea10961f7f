"""Complaints from outside about a breach of the ethics code: VPD ethics code, paragraphs 30-33."""
