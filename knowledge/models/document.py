"""What stands behind a source besides its address: the file that was uploaded, and a version that awaits review."""

from typing import ClassVar

from django.db import models

from knowledge.models.source import Source


class Upload(models.Model):
    """The bytes staff uploaded; in the database, so that whichever worker extracts them finds them."""

    source = models.OneToOneField(
        Source, models.CASCADE, primary_key=True, related_name="upload", verbose_name="fuente"
    )
    name = models.CharField("archivo", max_length=200)
    content_type = models.CharField("tipo", max_length=100)
    content = models.BinaryField("contenido", editable=False)
    uploaded_at = models.DateTimeField("subido", auto_now=True)

    class Meta:
        verbose_name = "archivo"
        verbose_name_plural = "archivos"

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """A version of a source that was read and not published: somebody wants to see it first, or did not want it."""

    class Decision(models.TextChoices):
        """What staff decided."""

        WAITING = "waiting", "por revisar"
        APPROVED = "approved", "aprobado"
        DISMISSED = "dismissed", "descartado"

    source = models.OneToOneField(Source, models.CASCADE, primary_key=True, related_name="draft", verbose_name="fuente")
    title = models.CharField("título", max_length=300, blank=True)
    markdown = models.TextField("texto")
    content_hash = models.CharField("huella del contenido", max_length=64)
    etag = models.CharField("ETag", max_length=300, blank=True)
    last_modified = models.CharField("Last-Modified", max_length=60, blank=True)
    read_at = models.DateTimeField("leída")
    decision = models.CharField("decisión", max_length=9, choices=Decision.choices, default=Decision.WAITING)

    class Meta:
        verbose_name = "borrador"
        verbose_name_plural = "borradores"
        ordering: ClassVar = ["-read_at"]

    def __str__(self) -> str:
        return self.title or str(self.source)
