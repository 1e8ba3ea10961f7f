"""The staff list as a file: read, judged row by row, and taken in as a whole or not at all."""
