"""Knows organisations and provinces: by which names they go, and where a text names them.

`table` holds what is known of each organisation, shipped and an office's own; `names` finds them by what is written;
`provinces` tells which province a name means, and is all that `extract` and `sources` may import of here. Imports
`index.analysis` and `index.table` alone, and knows nothing of articles, people or an index.
"""
