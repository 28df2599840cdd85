"""Which document, which person: mentions of many articles settled into records, with the evidence."""
