"""The parts of the benchmark on many cases: prototypes, their multiplication, the questions, the plain answers."""
