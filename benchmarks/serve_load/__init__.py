"""The parts of the benchmarks that ask the shipped server: a house to serve, the server, a load generator."""
