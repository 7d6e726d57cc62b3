"""Exchange with other tools for coding: REFI-QDA code frames out and in (.qdc), coded answers out (.qdpx)."""
