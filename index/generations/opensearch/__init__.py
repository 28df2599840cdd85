"""Publishes generations into an OpenSearch cluster: an index each, an alias that says which is live.

The local generation stays what is true; an index of the cluster is made from it and can be made from it again. The
client is here as well, for the search side asks through the same.
"""
