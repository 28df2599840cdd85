"""Vietnamese text made searchable: normalise, fold, tokenise, segment.

Documents and queries pass through the same functions, or searches silently miss.
"""
