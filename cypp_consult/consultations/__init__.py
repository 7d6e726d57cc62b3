"""Who is asked, why, by when and who decides: consultations, their timeline and milestones."""
