"""Makes Vietnamese text searchable: normalise, fold, tokenise, segment.

Documents and queries pass through the same functions, or searches silently miss. Imports `index.documents` and
`index.table`.
"""
