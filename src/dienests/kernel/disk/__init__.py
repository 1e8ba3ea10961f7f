"""The disk: what has to outlive a power cut."""
