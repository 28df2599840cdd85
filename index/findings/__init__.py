"""Works out what one article holds, before it meets others: mentions, who says what, its signature.

Imports `index.extract` and `index.analysis`.
"""
