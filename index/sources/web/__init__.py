"""Live sites: what they publish is fetched, politely and within bounds, into a file that the readers then read.

client.py    one answer: same host, time and size bounded, never packed beyond reason
robots.py    what a site allows, and how fast
cache.py     the file: every answer under its address, with what is needed to ask for it again cheaply
renew.py     one round over a site: which addresses, which of them anew
wordpress.py, addresses found by listing.py: the ways in which sites tell what they hold
reader.py    from the file to articles, as from any other file
"""
