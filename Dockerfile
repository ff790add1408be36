# Two steps: what is installed by hash, then a small image that runs it as nobody special.
FROM python:3.12-slim AS install
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/python -m pip install --disable-pip-version-check --no-cache-dir -q --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
# pg_dump and psql, for the commands backup and restore.
RUN apt-get update -q && apt-get install -y -q --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --create-home saypro
WORKDIR /app
COPY --from=install /venv /venv
COPY . .
# Static files lie in the image, outside of the volume; the key is for this step only.
RUN STATIC_ROOT=/app/static-collected SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput -v0
ENV STATIC_ROOT=/app/static-collected
USER saypro
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-m", "saypro.probe", "http://127.0.0.1:8000/healthz"]
CMD ["gunicorn", "saypro.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
