"""Where knowledge comes from, how often it is read, and where its latest ingestion stands."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

# Longer than any ingestion: the fetch has 10 s, a 5 MiB page embeds in about two minutes.
ABANDONED_AFTER = timedelta(minutes=10)


class SourceQuerySet(models.QuerySet["Source"]):
    """Reads over sources."""

    def active(self) -> Self:
        """Keep those that staff have not switched off."""
        return self.filter(active=True)

    def pages(self) -> Self:
        """Keep those that are read again from their address."""
        return self.filter(kind=Source.Kind.URL)

    def due(self, now: datetime, *, inactive_too: bool = False) -> Self:
        """Keep those that wait, whose worker died, or whose time has come to be read again."""
        waiting = Q(state=Source.State.PENDING, requested_at__isnull=False)
        abandoned = Q(state=Source.State.INGESTING, updated_at__lt=now - ABANDONED_AFTER)
        scheduled = Q(next_read_at__lte=now) & ~Q(state__in=[Source.State.PENDING, Source.State.INGESTING])
        kept = self if inactive_too else self.active()
        return kept.filter(waiting | abandoned | scheduled).order_by("requested_at")

    def lacking(self, model: str) -> Self:
        """Keep those that serve passages of which some have no vector by `model`."""
        return self.active().filter(chunks__isnull=False).exclude(embedded_by__contains=[model]).distinct()

    def with_words_to_learn(self) -> Self:
        """Keep those whose present version the vocabulary has not seen."""
        return self.exclude(content_hash=F("words_of"))


class Source(models.Model):
    """Where knowledge comes from; its last whole version serves until the next one is whole."""

    class Kind(models.TextChoices):
        """How the text reaches us."""

        URL = "url", "página"
        FILE = "file", "archivo"
        FAQ = "faq", "pregunta frecuente"

    class State(models.TextChoices):
        """Where the latest ingestion stands; earlier chunks serve in every state."""

        PENDING = "pending", "pendiente"
        INGESTING = "ingesting", "en proceso"
        REVIEW = "review", "por revisar"
        READY = "ready", "lista"
        FAILED = "failed", "con error"

    class Stage(models.TextChoices):
        """What a running ingestion is doing."""

        FETCHING = "fetching", "leyendo"
        EXTRACTING = "extracting", "extrayendo el texto"
        EMBEDDING = "embedding", "calculando vectores"
        PUBLISHING = "publishing", "publicando"

    class Refresh(models.IntegerChoices):
        """How often a page is read again, in hours."""

        HOURLY = 1, "cada hora"
        DAILY = 24, "cada día"
        WEEKLY = 168, "cada semana"
        MONTHLY = 720, "cada 30 días"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("tipo", max_length=8, choices=Kind.choices, default=Kind.URL)
    url = models.URLField("dirección", max_length=2000, unique=True, null=True, blank=True)
    title = models.CharField("título", max_length=300, blank=True)
    answer = models.TextField("respuesta", blank=True, help_text="Sólo para preguntas frecuentes.")
    active = models.BooleanField("activa", default=True, help_text="Una fuente inactiva no responde a nadie.")
    review_first = models.BooleanField(
        "revisar antes de publicar",
        default=False,
        help_text="Lo nuevo espera a que alguien lo apruebe; mientras tanto responde la versión anterior.",
    )
    refresh_hours = models.PositiveSmallIntegerField(
        "se vuelve a leer", choices=Refresh.choices, null=True, blank=True, default=Refresh.DAILY
    )
    next_read_at = models.DateTimeField("próxima lectura", null=True, blank=True, editable=False)

    state = models.CharField("estado", max_length=10, choices=State.choices, default=State.PENDING)
    stage = models.CharField("etapa", max_length=10, choices=Stage.choices, blank=True)
    chunks_done = models.PositiveIntegerField("fragmentos procesados", default=0)
    chunks_total = models.PositiveIntegerField("fragmentos por procesar", default=0)
    requested_at = models.DateTimeField("solicitada", null=True, blank=True)
    force_requested = models.BooleanField("rehacer todo", default=False)
    error = models.TextField("error", blank=True)
    error_code = models.CharField("código de error", max_length=40, blank=True)
    failures = models.PositiveSmallIntegerField("fallos seguidos", default=0)

    content_hash = models.CharField("huella del contenido", max_length=64, blank=True)
    # The version, by its hash, whose words the vocabulary knows.
    words_of = models.CharField("huella de las palabras", max_length=64, blank=True)
    etag = models.CharField("ETag", max_length=300, blank=True)
    last_modified = models.CharField("Last-Modified", max_length=60, blank=True)
    # The models by which every chunk of this source has a vector.
    embedded_by = ArrayField(models.CharField(max_length=80), verbose_name="modelos", default=list, blank=True)
    chunks_created = models.PositiveIntegerField("fragmentos nuevos", default=0)
    chunks_deleted = models.PositiveIntegerField("fragmentos quitados", default=0)
    chunks_unchanged = models.PositiveIntegerField("fragmentos sin cambio", default=0)
    fetched_at = models.DateTimeField("leída", null=True, blank=True)
    checked_at = models.DateTimeField("revisada", null=True, blank=True)
    created_at = models.DateTimeField("creada", auto_now_add=True)
    updated_at = models.DateTimeField("actualizada", auto_now=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "fuente"
        verbose_name_plural = "fuentes"
        ordering: ClassVar = ["-updated_at"]
        permissions: ClassVar = [("publish_knowledge", "Puede publicar versiones revisadas")]
        indexes: ClassVar = [
            models.Index(fields=["requested_at"], condition=Q(state="pending"), name="knowledge_source_due"),
            models.Index(
                fields=["next_read_at"], condition=Q(next_read_at__isnull=False), name="knowledge_source_scheduled"
            ),
            GinIndex(
                OpClass("title", name="gin_trgm_ops"), condition=Q(kind="faq"), name="knowledge_source_question_near"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="knowledge_source_page_has_url", condition=~Q(kind="url") | Q(url__isnull=False)
            ),
            models.UniqueConstraint(Lower("title"), condition=Q(kind="faq"), name="knowledge_source_one_answer"),
        ]

    def __str__(self) -> str:
        return self.title or self.url or str(self.id)
