# The bot as an image: dependencies are built in one stage and run without tools in the other.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/syllabot
ENV PATH=/opt/syllabot/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# The lock changes seldom, so its layer is kept when only the code changes.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY content content
COPY index index
RUN pip install --no-deps .

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin syllabot \
    && install --directory --mode 0700 --owner syllabot --group syllabot /data
COPY --from=build /opt/syllabot /opt/syllabot
ENV PATH=/opt/syllabot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SYLLABOT_DATA=/data \
    SYLLABOT_LOG_FORMAT=json
USER syllabot
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["syllabot", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["syllabot"]
CMD ["run"]
