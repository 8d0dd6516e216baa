"""What Prometheus reads of us, as tests ask for it."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

TOKEN = "known-to-prometheus"


class Scrape(dict):
    """Each figure by its name and the values of its labels, in the order of their names; `text` is the whole page."""

    def __init__(self, text):
        self.text = text
        self.families = list(text_string_to_metric_families(text))
        samples = (sample for family in self.families for sample in family.samples)
        super().__init__({(it.name, *(it.labels[name] for name in sorted(it.labels))): it.value for it in samples})


@pytest.fixture
def scrape(settings, client):
    """A function that reads the page anew."""
    settings.METRICS_TOKEN = TOKEN

    def scrape():
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, secure=True)
        assert answer.status_code == 200
        return Scrape(answer.content.decode())

    return scrape
