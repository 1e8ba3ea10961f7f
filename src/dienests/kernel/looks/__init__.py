"""Looks: what people are told of the looks at their data, and what an auditor sees of them."""
