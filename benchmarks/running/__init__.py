"""What runs a benchmark: on which databases, and in a process of its own."""
