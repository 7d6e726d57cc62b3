"""Answers in other languages and their translations, and the tone of each answer: the machine's and a person's."""
