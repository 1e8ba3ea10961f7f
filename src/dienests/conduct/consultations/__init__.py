"""Consultations on ethics: VPD ethics code, paragraphs 18-19."""
