"""The words of all passages with what they mean, so that a customer's word finds the page's word for the same thing."""

from typing import ClassVar

from django.db import models
from pgvector.django import HalfVectorField, HnswIndex

from knowledge.models.chunk import DIMENSIONS


class Word(models.Model):
    """One word as it is written, its stem, and its vector by the local model."""

    text = models.CharField("palabra", max_length=60, primary_key=True)
    stem = models.CharField("raíz", max_length=60)
    embedding = HalfVectorField("vector", dimensions=DIMENSIONS)

    class Meta:
        verbose_name = "palabra"
        verbose_name_plural = "palabras"
        indexes: ClassVar = [
            HnswIndex(name="knowledge_word_vector", fields=["embedding"], opclasses=["halfvec_cosine_ops"]),
        ]

    def __str__(self) -> str:
        return self.text
