"""What the benchmark of letters is made of."""
