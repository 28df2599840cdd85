"""Reads mail as offices save it, with the files attached to it.

- `message`: what any mail says, and the article that it makes
- `internet_mail` (.eml) and `outlook_mail` (.msg): from the file to that
"""
