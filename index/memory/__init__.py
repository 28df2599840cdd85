"""Decides what a process keeps in memory and when it lets go.

Imports nothing of the project.
"""
