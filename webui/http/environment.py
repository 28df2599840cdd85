"""Keys in the WSGI environment by which the server, the middleware and the application tell each other things."""

ARRIVED = "tracuu.arrived"
"""`time.monotonic()` when the last byte of the request had come."""

REFUSED = "tracuu.refused"
"""True where too many requests waited when this one came."""

REFUSED_FOR = "tracuu.refused_for"
"""The reason why the request was refused, one of `REASONS` of the request counts."""

ROUTE = "tracuu.route"
"""The route that answers, as the metrics call it."""
