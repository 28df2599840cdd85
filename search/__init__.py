"""From a question to an answer: queries, ranking, facets, highlights. Knows nothing of HTTP."""
