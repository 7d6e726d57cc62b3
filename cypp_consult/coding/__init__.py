"""What was it about: tags, suggestions and themes."""
