"""Renders the page of chosen articles, and gives their list and citations as files.

Which articles are chosen is kept in the browser, and said by the address: nothing of it is kept here. Imports of pages
what lays them out, and of the API how an article is cited.
"""
