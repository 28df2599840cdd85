"""Reads PDF files in a process of its own, and scanned ones by a recognition program."""
