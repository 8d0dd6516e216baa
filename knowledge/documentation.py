"""What the OpenAPI document says of the knowledge endpoints, a decorator for each."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from knowledge.serializers import (
    ChunkFilterSerializer,
    ChunkSerializer,
    PassagesSerializer,
    ScrapePendingSerializer,
    ScrapeReportSerializer,
    ScrapeRequestSerializer,
    SearchRequestSerializer,
    SourceSerializer,
)

_PAGE = "https://ejemplo.kavakbot.mx/compra"
_SOURCE_ID = "f82cfe14-e958-4aa9-bc93-01853cda1b8f"
_WHEN = "2026-01-31T10:15:00-06:00"
_WARRANTY = (
    "Todos los autos llevan 3 meses de garantía en motor, transmisión y sistema eléctrico. Las llantas, los frenos y "
    "demás piezas de desgaste no entran. Al comprar puedes extender la garantía por un año más; el asesor te dice el "
    "precio según el modelo."
)
_TITLE = "Comprar un auto en Kavak"


def _id(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.UUID, OpenApiParameter.PATH)


SCRAPE = extend_schema(
    operation_id="embeddings_scrape",
    tags=["knowledge"],
    parameters=[
        OpenApiParameter(
            "Location", str, OpenApiParameter.HEADER, response=[202], description="Where the source's state is read."
        )
    ],
    request=ScrapeRequestSerializer,
    responses={200: ScrapeReportSerializer, 202: ScrapePendingSerializer},
    examples=[
        OpenApiExample("A page", value={"url": _PAGE, "force_update": False}, request_only=True),
        OpenApiExample(
            "Read",
            value={"message": "The page was ingested.", "embeddings_created": 7, "embeddings_deleted": 0},
            response_only=True,
            status_codes=["200"],
        ),
        OpenApiExample(
            "Not read yet",
            value={
                "message": "The page is still being ingested.",
                "status_url": f"/api/v1/knowledge/sources/{_SOURCE_ID}",
            },
            response_only=True,
            status_codes=["202"],
        ),
    ],
    description="Waits for the worker up to 25 s; after that 202 says where to look. A page that has not changed "
    "creates nothing unless `force_update` is set. What may not be visited or cannot be read is 422 with a `code`, "
    "such as `url_forbidden`, `address_forbidden` or `page_without_content`.",
)
SOURCE = extend_schema(
    operation_id="knowledge_source",
    tags=["knowledge"],
    parameters=[_id("source_id")],
    responses=SourceSerializer,
    examples=[
        OpenApiExample(
            "A page that waits to be read",
            value={
                "id": _SOURCE_ID,
                "kind": "url",
                "url": "https://ejemplo.kavakbot.mx/pagos",
                "title": "",
                "active": True,
                "state": "pending",
                "stage": "",
                "chunks_done": 0,
                "chunks_total": 0,
                "error_code": "",
                "error": "",
                "chunks_created": 0,
                "chunks_deleted": 0,
                "chunks_unchanged": 0,
                "requested_at": _WHEN,
                "fetched_at": None,
                "checked_at": None,
                "next_read_at": None,
            },
            response_only=True,
        )
    ],
    description="`state` is `pending`, `ingesting`, `review`, `ready` or `failed`; a failure has an `error_code` and a "
    "sentence. Passages of an earlier reading serve in every state.",
)
LIST = extend_schema(
    operation_id="embeddings_list",
    tags=["knowledge"],
    parameters=[ChunkFilterSerializer],
    responses=ChunkSerializer(many=True),
    examples=[
        OpenApiExample("One page", value=_PAGE, parameter_only=("source_url", "query")),
        OpenApiExample("Its fourth passage", value=1, parameter_only=("limit", "query")),
        OpenApiExample("Its fourth passage", value=3, parameter_only=("offset", "query")),
        OpenApiExample(
            "A passage",
            value={
                "id": "ada79237-b5e5-403f-8aa5-f29c11da7ac3",
                "content": _WARRANTY,
                "source_url": _PAGE,
                "metadata_json": {"title": _TITLE, "heading": f"{_TITLE} › Garantía", "position": 3},
                "created_at": _WHEN,
                "updated_at": _WHEN,
            },
            response_only=True,
        ),
    ],
    description="By source, then by position. A `limit` over 500 counts as 500.",
)
DESTROY = extend_schema(
    operation_id="embeddings_destroy",
    tags=["knowledge"],
    parameters=[_id("chunk_id")],
    responses={204: None},
    description="It stays away until the text of its page changes or the page is ingested by force.",
)
SEARCH = extend_schema(
    operation_id="knowledge_search",
    request=SearchRequestSerializer,
    responses=PassagesSerializer,
    examples=[
        OpenApiExample("A warranty", value={"question": "¿Qué garantía dan?", "limit": 1}, request_only=True),
        OpenApiExample(
            "A warranty",
            value={
                "passages": [
                    {
                        "text": _WARRANTY,
                        "heading": f"{_TITLE} › Garantía",
                        "source_url": _PAGE,
                        "score": 0.9992,
                        "fetched_at": _WHEN,
                    }
                ]
            },
            response_only=True,
        ),
        OpenApiExample("A branch that there is not", value={"question": "¿Hay sede en Tijuana?"}, request_only=True),
        OpenApiExample("A branch that there is not", value={"passages": []}, response_only=True),
    ],
    description="By meaning, words and spelling, the best first; what is not sure enough is left out, so that "
    "nothing found is an empty list. A `limit` over 10 counts as 10.",
)
