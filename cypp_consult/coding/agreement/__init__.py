"""Blind second coding: samples that several people code by themselves, how far they agree, and settling the rest."""
