"""Reads the files of office programs: letters, tables and slides, old and new.

May import what `index/sources/formats` may.
"""
