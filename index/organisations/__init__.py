"""Which organisations there are, by which names, and where a text names them.

`table` holds what is known of each, shipped and an office's own; `names` finds them by what is written. Imports
`index.analysis`, `index.provinces` and `index.table` alone, and knows nothing of articles, people or an index.
"""
