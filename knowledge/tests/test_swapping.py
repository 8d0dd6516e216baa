"""A page that changes is seen in one version or the other, whole, by whoever searches meanwhile."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from knowledge import ingestion, looking, reembedding, retrieval, vocabulary
from knowledge.language import reading
from knowledge.models import Chunk, Source, Word
from knowledge.scraping.extract import extract
from knowledge.settling import TooManyPassages

URL = "https://ejemplo.mx/garantia"
ROUNDS = 12
VERSIONS = ("tres", "doce")


def version(months):
    """A page on warranty of which every section names the months."""
    parts = ("motor", "transmisión", "sistema eléctrico", "suspensión", "dirección")
    sections = "".join(
        f"<h2>Garantía de {part}</h2><p>La garantía de {part} es de {months} meses en todos los autos.</p>"
        for part in parts
    )
    return f"<html><head><title>Garantía</title></head><body><main>{sections}</main></body></html>".encode()


@pytest.mark.django_db(transaction=True)
def test_nobody_finds_nothing_or_two_versions_at_once_while_versions_are_swapped():
    ingestion.ingest_html(html=version(VERSIONS[0]), source_url=URL, extract=extract)
    done, seen, wrong = threading.Event(), set(), []

    def search():
        try:
            while not done.is_set():
                texts = [passage.text for passage in retrieval.search("cuantos meses de garantia dan", limit=5)]
                months = {months for months in VERSIONS for text in texts if f" {months} meses" in text}
                seen.update(months)
                if len(months) != 1:
                    wrong.append(texts)
        finally:
            connections.close_all()

    searchers = [threading.Thread(target=search) for _ in range(2)]
    for searcher in searchers:
        searcher.start()
    for turn in range(ROUNDS):
        ingestion.ingest_html(html=version(VERSIONS[(turn + 1) % 2]), source_url=URL, extract=extract)
    done.set()
    for searcher in searchers:
        searcher.join(20)
    assert wrong == []
    assert seen == set(VERSIONS), "the searches never met both versions, so they proved nothing"


@pytest.mark.django_db(transaction=True)
def test_a_search_that_began_before_a_swap_ends_in_the_version_it_began_with():
    ingestion.ingest_html(html=version("tres"), source_url=URL, extract=extract)
    read = reading.read("garantia del motor")
    vectors = looking.think("garantia del motor", read)
    with looking.snapshot():
        first = looking.look(read, vectors)

        def swap():
            ingestion.ingest_html(html=version("doce"), source_url=URL, extract=extract)
            connection.close()

        other = threading.Thread(target=swap)
        other.start()
        other.join(30)
        again = looking.look(read, vectors)
    assert [one.chunk_id for one in again.ways["text"]] == [one.chunk_id for one in first.ways["text"]]
    assert all(" doce meses" in text for text in Chunk.objects.values_list("text", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_version_that_could_not_be_taken_leaves_the_one_that_answers():
    ingestion.ingest_html(html=version("tres"), source_url=URL, extract=extract)
    sections = "".join(f"<h2>Parte {number}</h2><p>Texto {number} de la garantía.</p>" for number in range(6000))
    endless = f"<html><body><main>{sections}</main></body></html>".encode()
    with pytest.raises(TooManyPassages):
        ingestion.ingest_html(html=endless, source_url=URL, extract=extract)
    assert "tres meses" in retrieval.search("que garantia dan")[0].text


@pytest.mark.django_db(transaction=True)
def test_a_version_whose_words_could_not_be_learned_serves_and_its_words_are_learned_later():
    with words_that_cannot_be_counted():
        report = ingestion.ingest_html(html=version("tres"), source_url=URL, extract=extract)
    source = Source.objects.get()
    assert (report.created, source.state, source.error) == (5, Source.State.READY, "")
    assert not Word.objects.exists()
    reembedding.fill_in_configured()
    assert Word.objects.filter(text="transmisión").exists()
    assert vocabulary.stems(["transmisión"])["transmisión"]["transmision"].chunks == 1
    assert not Source.objects.with_words_to_learn().exists()


@contextmanager
def words_that_cannot_be_counted():
    """Take the view of counts away for a while."""
    for before, after in (("knowledge_lexeme", "lexeme_away"), ("lexeme_away", "knowledge_lexeme")):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER MATERIALIZED VIEW {before} RENAME TO {after}")
        if before == "knowledge_lexeme":
            yield
