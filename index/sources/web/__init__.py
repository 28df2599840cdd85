"""Live sites: what they publish is fetched, politely and within bounds, into a file that the readers then read.

- `bounds`: what one answer and one round over a site may cost
- `resolution`: where a name leads, and where it may not; `connection`: bounded whatever the server does
- `client`: one answer, of the one host; `robots`: what a site allows, and how fast
- `cache`: the file: every answer under its address, with what is needed to ask for it again cheaply
- `round`: a round over a site, what was asked already and when to stop; `renew`: which addresses it takes
- `fetching`: a round in a process of its own
- `listing`, `wordpress`: the ways in which sites tell what they hold
- `reader`: from the file to articles, as from any other file
"""
