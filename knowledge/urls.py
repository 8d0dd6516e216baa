"""The addresses of knowledge, below /api/v1/."""

from django.urls import path

from knowledge import views

urlpatterns = [
    path("embeddings/scrape", views.ScrapeView.as_view(), name="knowledge-scrape"),
    path("embeddings", views.ChunkListView.as_view(), name="knowledge-chunks"),
    path("embeddings/<str:chunk_id>", views.ChunkView.as_view(), name="knowledge-chunk"),
    path("knowledge/search", views.SearchView.as_view(), name="knowledge-search"),
    path("knowledge/sources/<str:source_id>", views.SourceView.as_view(), name="knowledge-source"),
]
