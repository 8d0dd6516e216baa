"""What is written of figures and alerts, and what there is: each name stands in both, so nobody looks for a ghost."""

import json
import re
import shutil
import subprocess

import pytest
import yaml

from kavakbot import env

BOARD = env.BASE_DIR / "deploy" / "grafana" / "kavakbot.json"
ALERTS = env.BASE_DIR / "deploy" / "prometheus" / "alerts.yml"
RULES = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
RUNBOOKS = (env.BASE_DIR / "docs" / "runbooks.md").read_text()
MONITORING = (env.BASE_DIR / "docs" / "monitoring.md").read_text()
METRIC = re.compile(r"\bkavakbot_\w+")


with_promtool = pytest.mark.skipif(
    not shutil.which("promtool"), reason="promtool is not installed: Debian has it in prometheus"
)


@pytest.fixture
def told(db, scrape):
    """The names of all figures of a scrape, as Prometheus keeps them."""
    return {f"{it.name}_total" if it.type == "counter" else it.name for it in scrape().families}


def test_every_figure_is_explained_and_every_explained_one_is_told(told):
    assert set(METRIC.findall(MONITORING)) == told


def test_alerts_pages_and_the_board_speak_of_figures_that_are_told(told):
    assert set(METRIC.findall(ALERTS.read_text())) <= told
    assert set(METRIC.findall(BOARD.read_text())) <= told
    pages = [page.read_text() for page in (env.BASE_DIR / "docs").rglob("*.md")]
    assert RUNBOOKS in pages
    assert set(METRIC.findall("".join(pages))) <= told


def test_every_alert_has_a_runbook_and_every_runbook_an_alert():
    assert re.findall(r"^### (\w+)$", RUNBOOKS, re.MULTILINE) == [rule["alert"] for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_how_bad_it_is_and_where_to_read_on(rule):
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["annotations"]["runbook_url"] == f"docs/runbooks.md#{rule['alert'].lower()}"
    page = re.search(rf"^### {rule['alert']}$(.*?)(?=^##|\Z)", RUNBOOKS, re.MULTILINE | re.DOTALL)[1]
    assert f"**Means** ({rule['labels']['severity']})" in page
    for part in ("The customer", "Look", "Over"):
        assert f"- **{part}**" in page


def test_runbooks_send_nobody_to_an_alert_that_is_not_there():
    names = {rule["alert"] for rule in RULES}
    spoken = set(re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b", RUNBOOKS)) - {"QueryCanceled", "NaN"}
    assert spoken <= names


@with_promtool
def test_the_rules_are_what_prometheus_understands_and_do_what_their_tests_say():
    assert subprocess.run([env.BASE_DIR / ".ci" / "promtool"], check=False, capture_output=True).returncode == 0


@with_promtool
def test_the_board_asks_what_prometheus_understands(tmp_path):
    asked = [target["expr"] for panel in json.loads(BOARD.read_text())["panels"] for target in panel["targets"]]
    rules = [{"record": f"asked:{number}", "expr": expr} for number, expr in enumerate(asked)]
    (tmp_path / "board.yml").write_text(yaml.safe_dump({"groups": [{"name": "board", "rules": rules}]}))
    command = ["promtool", "check", "rules", str(tmp_path / "board.yml")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


@with_promtool
@pytest.mark.django_db
def test_figures_are_named_as_prometheus_wants_them(scrape):
    page = scrape().text
    linted = subprocess.run(["promtool", "check", "metrics"], check=False, input=page, capture_output=True, text=True)
    assert (linted.stdout, linted.stderr, linted.returncode) == ("", "", 0)
