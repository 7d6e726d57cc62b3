"""Taking in what people say: web forms, paper, group notes and imports."""
