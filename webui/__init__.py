"""What people and programs see: the search page, the JSON API, the command line."""
