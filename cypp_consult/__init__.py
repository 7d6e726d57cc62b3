"""CYPP Consult: from a child's words to a line in the plan and back."""
