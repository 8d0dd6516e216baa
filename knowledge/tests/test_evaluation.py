"""The evaluation: its arithmetic, its honesty about the database, and the quality we hold."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from knowledge import ingestion
from knowledge.evaluation import scoring
from knowledge.models import Chunk, Source

pytestmark = pytest.mark.django_db

COMPARISON = Path(__file__).resolve().parents[3] / "shared" / "data" / "retrieval_es.json"


def test_means_are_plain_arithmetic():
    score = scoring._mean([0, 1, 3, None])  # ranks 1, 2, 4 and never
    assert score.recall_at_1 == 1 / 4
    assert score.recall_at_3 == 2 / 4
    assert score.mean_reciprocal_rank == (1 + 1 / 2 + 1 / 4) / 4


def test_our_own_questions_are_answered_and_refused():
    dataset = scoring.load(scoring.DEFAULT_DATASET)
    assert len(dataset.questions) >= 40
    assert sum(question.expected is None for question in dataset.questions) >= 12
    report = scoring.evaluate(dataset)
    assert report.scores["search"].recall_at_1 >= 0.9
    assert report.scores["search"].recall_at_3 >= 0.95
    assert report.refused >= 0.9 * report.unanswerable


def test_the_comparison_set_is_no_worse_than_measured_elsewhere():
    if not COMPARISON.exists():
        pytest.skip("the comparison set is not on this machine")
    score = scoring.evaluate(scoring.load(COMPARISON)).scores["search"]
    assert score.recall_at_1 >= 0.76
    assert score.recall_at_3 >= 0.88


def test_evaluating_leaves_the_database_as_it_was():
    ingestion.ingest_faq(question="Garantía", answer="Doce meses, de otra empresa.")
    before = list(Chunk.objects.values_list("pk", flat=True))
    scoring.evaluate(scoring.load(scoring.DEFAULT_DATASET))
    assert list(Chunk.objects.values_list("pk", flat=True)) == before
    assert Source.objects.get().active


def test_the_command_prints_a_table_or_json():
    table, plain = StringIO(), StringIO()
    call_command("evaluate_retrieval", stdout=table)
    call_command("evaluate_retrieval", "--json", stdout=plain)
    assert "recall@1" in table.getvalue()
    report = json.loads(plain.getvalue())
    assert {"vector", "text", "trigram", "fused", "search"} == set(report["scores"])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": [{}]}'])
def test_a_dataset_that_is_none_is_named_in_one_sentence(tmp_path, text):
    file = tmp_path / "preguntas.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_retrieval", dataset=file)
