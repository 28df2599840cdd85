"""Derives the records of directives and people from all mentions of a build.

Imports `index.resolve`, `index.findings` and `index.generations`.
"""
