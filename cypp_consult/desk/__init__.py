"""What is due, for whom: home pages and the demonstration."""
