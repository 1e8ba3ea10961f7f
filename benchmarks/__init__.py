"""Benchmarks: one file each, run by `./dienests bench NAME`."""
