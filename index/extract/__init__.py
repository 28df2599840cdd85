"""What is found in a text: official documents and the people who speak; each find carries its span."""
