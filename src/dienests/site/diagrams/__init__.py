"""Diagrams of procedures, drawn on the server as SVG: `draw.draw(procedure)` is all that a page needs."""
