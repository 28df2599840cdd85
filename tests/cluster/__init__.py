"""Starts a node of OpenSearch for tests, out of Maven Central."""
