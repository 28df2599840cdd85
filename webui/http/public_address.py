"""Tells where people reach this service, for links that are read elsewhere."""

from __future__ import annotations

from flask import current_app, request


def public_address() -> str:
    """Return the address that is set for links in files, without a slash at the end; empty where none is."""
    return str(current_app.config["PUBLIC_ADDRESS"]).rstrip("/")


def origin() -> str:
    """Return where this service is reached, without a slash at the end: as set, else as the browser asked for it."""
    return str(current_app.config["PUBLIC_ADDRESS"] or request.url_root).rstrip("/")
