"""What the benchmark of the log works with."""
