# Every command works from a clean clone; `make` alone prints this menu.
PYTHON_RUN = .venv/bin/python
# A worker for each core. Tests stay in their order, so that those that empty the tables come last.
PYTEST     = $(PYTHON_RUN) -m pytest --numprocesses auto
UV         = $$(command -v uv || echo .venv/bin/uv)
COMPILE    = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(if $(UPGRADE),--upgrade)
# What a production start is checked with: shaped like the real thing, pointing nowhere.
PRODUCTION = SECRET_KEY=$$($(PYTHON_RUN) -c 'import secrets; print(secrets.token_urlsafe(50))') DEBUG=false \
             ALLOWED_HOSTS=agent.example.com PUBLIC_BASE_URL=https://agent.example.com BEHIND_PROXY=true NUM_PROXIES=1 \
             DATABASE_URL=postgresql://kavakbot@database/kavakbot REDIS_URL=redis://redis:6379/0 \
             TWILIO_ACCOUNT_SID=AC00000000000000000000000000000000 TWILIO_AUTH_TOKEN=not-a-real-token \
             TWILIO_PHONE_NUMBER=+5215500000001 PRIVACY_NOTICE_URL=https://agent.example.com/privacidad

.DEFAULT_GOAL := menu
.PHONY: menu run chat services test test-slow eval bench faults image check audit setup lock clean

menu:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

run: .venv/ready-to-run ## everything on this machine, with sample data, on 127.0.0.1:$PORT
	@exec $(PYTHON_RUN) manage.py serve

chat: .venv/ready-to-run ## talk to the agent in this terminal
	@exec $(PYTHON_RUN) manage.py chat

services: .venv/ready-to-run ## keep the embedded PostgreSQL and Valkey up
	@exec $(PYTHON_RUN) manage.py services

test: .venv/ready-to-develop ## the tests
	@exec $(PYTEST)

test-slow: .venv/ready-to-develop ## all tests, the long ones too
	@exec $(PYTEST) -m "slow or not slow"

eval: .venv/ready-to-run ## the agent and the retrieval, measured; BRAIN=openai for the model's
	@$(PYTHON_RUN) manage.py evaluate_agent $(if $(BRAIN),--brain $(BRAIN))
	@exec $(PYTHON_RUN) manage.py evaluate_retrieval

bench: .venv/ready-to-develop ## our work beside its references; QUICK=1 for the short version, ONLY=name for one
	@exec $(PYTHON_RUN) manage.py bench $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

faults: .venv/ready-to-run ## kill, flush, stop and lie, and count what reached the customers; QUICK=1, ONLY=row, SEED=n, MINUTES=n
	@exec $(PYTHON_RUN) manage.py faults $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES))

image: .venv/ready-to-develop ## the Dockerfile's steps and compose's services, played without an engine; takes root, bubblewrap and caddy
	@exec $(PYTHON_RUN) -m pytest -m slow -s conversations/tests/test_image.py

check: .venv/ready-to-develop ## format, lint, import contracts, secrets, types, migrations, deploy checks, containers, tests
	@$(PYTHON_RUN) -m ruff format --check --quiet .
	@$(PYTHON_RUN) -m ruff check --quiet .
	@.venv/bin/lint-imports --no-logo
	@.ci/secrets
	@$(PYTHON_RUN) -m mypy
	@$(PYTHON_RUN) manage.py makemigrations --check
	@$(PRODUCTION) $(PYTHON_RUN) manage.py check --deploy --fail-level WARNING
	@.venv/bin/hadolint Dockerfile
	@.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@.ci/dclint
	@.ci/promtool
	@.venv/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@.venv/bin/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@exec $(PYTEST)

audit: .venv/ready-to-develop ## ask whether a locked package has known vulnerabilities; says so when nobody can tell
	@exec .ci/audit

setup: .venv/ready-to-run ## install what `make run` needs, no more
	@:

lock: .venv/ready-to-develop ## pin pyproject.toml's dependencies; UPGRADE=1 takes newer ones
	@$(COMPILE) pyproject.toml -o requirements.txt
	@$(COMPILE) --group local -c requirements.txt -o requirements-local.txt
	@$(COMPILE) --group backup -c requirements-local.txt -o requirements-backup.txt
	@$(COMPILE) --group traces -c requirements.txt -o requirements-traces.txt
	@$(COMPILE) --group dev -c requirements.txt -c requirements-local.txt -c requirements-traces.txt -o requirements-dev.txt

clean: ## remove the local data and .venv
	@.ci/venv remove

.venv/ready-to-run: requirements.txt requirements-local.txt | .venv/bin/python
	@.ci/venv install $@ requirements.txt requirements-local.txt

.venv/ready-to-develop: requirements.txt requirements-local.txt requirements-dev.txt | .venv/bin/python
	@.ci/venv install $@ requirements.txt requirements-local.txt requirements-dev.txt
	@touch .venv/ready-to-run

.venv/bin/python:
	@.ci/venv create
