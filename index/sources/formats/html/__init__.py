"""Reads HTML pages: their lines, known layouts, what a site inserts into them."""
