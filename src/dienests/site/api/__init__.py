"""The interface for machines: JSON derived from the declarations, described by OpenAPI 3.1."""
