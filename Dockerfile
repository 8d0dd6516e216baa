# One image for every process; compose chooses the command.
FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=kavakbot.settings
RUN useradd --system --uid 10001 --create-home kavakbot
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
    && mkdir media && chown 10001 media
USER 10001
EXPOSE 8000
CMD ["gunicorn", "kavakbot.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--access-logfile", "-"]
