"""What it adds up to, and whom we heard: themed summaries and their exports."""
