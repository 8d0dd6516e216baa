"""The knowledge endpoints: scrape, list and delete passages, search."""

import time
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kavakbot import celery
from kavakbot.api import Unprocessable, query_of, uuid_in_path
from kavakbot.authentication import is_client
from knowledge import curation, documentation, retrieval, sources, wording
from knowledge.models import Chunk, Source
from knowledge.serializers import (
    ChunkFilterSerializer,
    ChunkSerializer,
    PassagesSerializer,
    ScrapeRequestSerializer,
    SearchRequestSerializer,
    SourceSerializer,
)
from knowledge.tasks import INGEST

_POLL_SECONDS = 0.2


class ScrapeView(APIView):
    """Ingest a page by URL."""

    view_permission = "knowledge.view_source"

    @documentation.SCRAPE
    def post(self, request: Request) -> Response:
        """Enqueue the page and wait for the worker; past the deadline answer 202 with where to look."""
        body = ScrapeRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        source = sources.request_url(url=body.validated_data["url"], force=body.validated_data["force_update"])
        celery.wake(INGEST, str(source.pk))
        settled = _wait_for(source.pk, seconds=settings.KNOWLEDGE_API_WAIT_SECONDS)
        if settled is None:
            link = reverse("knowledge-source", args=[source.pk])
            pending = {"message": "The page is still being ingested.", "status_url": link}
            return Response(pending, status=status.HTTP_202_ACCEPTED, headers={"Location": link})
        if settled.state == Source.State.FAILED:
            raise Unprocessable(wording.technical(settled.error), code=settled.error_code)
        return Response(
            {
                "message": "The page was ingested.",
                "embeddings_created": settled.chunks_created,
                "embeddings_deleted": settled.chunks_deleted,
            }
        )


def _wait_for(source_id: UUID, *, seconds: float) -> Source | None:
    """Return the source once its ingestion has ended, or None at the deadline."""
    ends = time.monotonic() + seconds
    while True:
        source = get_object_or_404(Source, pk=source_id)  # it may be deleted meanwhile
        if source.state in {Source.State.READY, Source.State.REVIEW, Source.State.FAILED}:
            return source
        if time.monotonic() >= ends:
            return None
        if not connection.in_atomic_block:
            connection.close()  # back to the pool: a wait must not hold one of eight
        time.sleep(_POLL_SECONDS)


class SourceView(APIView):
    """Where one source stands."""

    view_permission = "knowledge.view_source"

    @documentation.SOURCE
    def get(self, request: Request, source_id: str) -> Response:
        """Answer the source."""
        return Response(SourceSerializer(get_object_or_404(Source, pk=uuid_in_path("source_id", source_id))).data)


class ChunkListView(APIView):
    """The stored passages."""

    view_permission = "knowledge.view_source"

    @documentation.LIST
    def get(self, request: Request) -> Response:
        """List passages by source and position."""
        wanted = query_of(request, ChunkFilterSerializer)
        limit, offset = wanted["limit"], wanted["offset"]
        chunks = Chunk.objects.live().to_read().order_by("source__created_at", "source_id", "position")
        if source_url := wanted.get("source_url"):
            chunks = chunks.filter(source__url=source_url)
        return Response(ChunkSerializer(chunks[offset : offset + limit], many=True).data)


class ChunkView(APIView):
    """One stored passage."""

    view_permission = "knowledge.view_source"

    @documentation.DESTROY
    def delete(self, request: Request, chunk_id: str) -> Response:
        """Delete a passage, until the text of its page changes or the page is ingested by force."""
        curation.delete_passage(chunk=get_object_or_404(Chunk, pk=uuid_in_path("chunk_id", chunk_id)))
        return Response(status=status.HTTP_204_NO_CONTENT)


class SearchView(APIView):
    """Questions to the knowledge."""

    view_permission = ask_permission = "knowledge.view_source"
    only_reads = True

    @documentation.SEARCH
    def post(self, request: Request) -> Response:
        """Answer the passages that may answer, best first; an empty list when nothing does."""
        body = SearchRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        question = body.validated_data["question"]
        passages = retrieval.search(question, limit=body.validated_data["limit"])
        if not passages and is_client(request):  # staff try out what it knows
            curation.record_missed(question=question, origin="api")
        return Response(PassagesSerializer({"passages": passages}).data)
