"""What we plan for: a plan and its tree of outcomes, priorities, actions and measures."""
