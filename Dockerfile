# Samling in a container, for docker or podman:
#
#     docker build -t samling .
#     docker run -p 5000:5000 -v samling-data:/data -e SAMLING_PUBLIC_URL=https://… samling
#
# All data and keys lie in /data. The log holds the one-time address at which the network is set up.
#
# The name below takes Debian's and Python's mends with each build. Who wants the same bytes each time gives a digest:
#
#     docker build -t samling --build-arg PYTHON_IMAGE=python:3.12-slim-bookworm@sha256:… .
ARG PYTHON_IMAGE=python:3.12-slim-bookworm
FROM ${PYTHON_IMAGE}

# What sets the text of papers to print; without it Samling runs, and pages are printed from the browser.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-inter \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /samling
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt

COPY app.py .env.example ./
COPY migrations migrations
COPY network network
COPY static static
COPY templates templates
COPY translations translations
# As they are kept for each start (network/core/catalogues.py): the program itself writes in /data alone.
RUN python -c "from network.core.language import LANGUAGES, catalogue; [catalogue(one, kind) for one in LANGUAGES for kind in ('messages', 'js')]"

RUN useradd --system --uid 10001 --home-dir /data samling && install -d -o samling -g samling -m 700 /data
USER samling
VOLUME /data
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PORT=5000 SAMLING_HOST=0.0.0.0 SAMLING_INSTANCE=/data SAMLING_DEMO=0
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["python", "app.py"]
