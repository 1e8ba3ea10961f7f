"""The systems that the benchmark `engine` compares, each run in a process of its own."""
