# One image for web, worker, beat and the commands; docker-compose.yml says which is which.
FROM python:3.11-slim-bookworm AS build

# Versions are Debian's: a pinned one disappears with the next security update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext libgdal32 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
ENV PYTHONDONTWRITEBYTECODE=1 PATH=/app/.venv/bin:$PATH
COPY requirements.txt ./
RUN python -m venv .venv \
    && pip install --no-cache-dir --no-deps --only-binary=:all: --require-hashes -r requirements.txt

COPY . .
# The key signs nothing here: no request is served while building.
RUN export DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=only-while-building \
    && python manage.py compilemessages -v0 --ignore=.venv \
    && python manage.py collectstatic --noinput -v0


FROM python:3.11-slim-bookworm

# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgdal32 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --no-create-home app \
    && install -d -o app -g app /data

WORKDIR /app
ENV DJANGO_SETTINGS_MODULE=config.settings.production \
    HOST=0.0.0.0 \
    PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=build /app /app
USER 10001
VOLUME /data
EXPOSE 8000
# Asked as the proxy asks, so that neither the redirect to HTTPS nor the check of the host answers instead.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0], 'X-Forwarded-Proto': 'https'}), timeout=4)"]
CMD ["gunicorn", "config.wsgi", "-c", "config/gunicorn.py"]
