"""Renders the pages that teach how to search: every operator with an example, and a form that writes the query.

Imports of pages what lays them out.
"""
