"""What the benchmark of read events needs in the process that it measures."""
