"""`ingest_knowledge`: pages saved before, pages on the web, all of them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from knowledge.evaluation import dataset
from knowledge.models import LOCAL_MODEL, Chunk, Source

pytestmark = pytest.mark.django_db

FILE, URL = dataset.sample_pages()[0]


def run(*args, **options):
    out = StringIO()
    call_command("ingest_knowledge", *args, stdout=out, **options)
    return out.getvalue().strip()


def test_a_saved_page_is_ingested_once():
    assert run(file=FILE, source_url=URL) == f"created={Chunk.objects.count()} deleted=0 unchanged=0"
    count = Chunk.objects.count()
    assert run("--file", str(FILE), "--source-url", URL) == f"created=0 deleted=0 unchanged={count}"
    assert run("--file", str(FILE), "--source-url", URL, "--force") == f"created={count} deleted={count} unchanged=0"


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--file", str(FILE)],
        ["--url", "https://ejemplo.mx", "--all"],
        ["--all", "--source-url", URL],
        ["--file", "/no/existe.html", "--source-url", URL],
        ["--url", "http://127.0.0.1/"],
        ["--url", "ftp://ejemplo.mx/"],
    ],
)
def test_what_cannot_be_done_is_one_sentence(args):
    with pytest.raises(CommandError):
        run(*args)
    assert not Source.objects.exists()


def test_all_reads_active_pages_and_counts_the_failures(settings):
    Source.objects.create(url="http://127.0.0.1/interna", title="prohibida")  # refused by the guard: no packet is sent
    Source.objects.create(url="http://10.0.0.1/apagada", active=False)
    settings.KAVAK_URL = "http://192.168.0.1/kavak"  # never made a source: a check says that it may not be visited
    with pytest.raises(CommandError, match="1 of 1 pages"):
        run("--all", stderr=StringIO())
    assert Source.objects.get(url="http://127.0.0.1/interna").error_code == "address_forbidden"
    assert Source.objects.filter(state="failed").count() == 1


def test_all_of_nothing_is_fine():
    assert run("--all") == "0 pages ingested."


def reembed(*args):
    out = StringIO()
    call_command("reembed", *args, stdout=out)
    return out.getvalue().strip()


def test_reembed_says_what_it_did_and_does_nothing_twice():
    run(file=FILE, source_url=URL)
    count = Chunk.objects.count()
    assert reembed() == f"{LOCAL_MODEL}: embedded=0"
    assert reembed("--anew") == f"{LOCAL_MODEL}: embedded={count}"
    assert reembed("--forget", LOCAL_MODEL) == f"{LOCAL_MODEL}: forgotten={count}"
    assert reembed("--model", LOCAL_MODEL) == f"{LOCAL_MODEL}: embedded={count}"


def test_a_text_is_ingested_as_what_it_is(tmp_path):
    text = tmp_path / "estacionamiento.md"
    text.write_text("# Estacionamiento\n\nEs gratis para clientes durante dos horas.")
    assert run(file=text, source_url="https://ejemplo.mx/estacionamiento") == "created=1 deleted=0 unchanged=0"
    assert Chunk.objects.get().heading_path == "Estacionamiento"
