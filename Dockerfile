# syntax=docker/dockerfile:1

# The styles of GOV.UK Frontend, from its npm package.
FROM node:22-bookworm-slim AS styles
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY static static
RUN sh static/build.sh

# The program, with everything that it serves inside.
FROM rust:1.95-slim-bookworm AS program
WORKDIR /build
ENV SQLX_OFFLINE=true
COPY . .
COPY --from=styles /build/static static
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --workspace --bin psn-cop \
    && cp target/release/psn-cop /usr/local/bin/psn-cop

# What runs: the C library, certificates of authorities for mail and database, and the program.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -m 755 /usr/share/doc/psn-cop \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin psn-cop
COPY --from=program /usr/local/bin/psn-cop /usr/local/bin/psn-cop
COPY LICENSE /usr/share/doc/psn-cop/LICENSE
USER 10001:10001
WORKDIR /
ENV PSN_BIND=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["psn-cop"]
CMD ["serve"]
