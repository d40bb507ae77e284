# syntax=docker/dockerfile:1
# Fourhelp in one container:
#   docker build -t fourhelp . && docker run -p 3000:3000 -v fourhelp-data:/data fourhelp
# Nothing here is downloaded but the base image and the packages that package-lock.json names by checksum.

# ---- build: has the compilers; none of it reaches the image that runs
FROM node:20-bookworm-slim AS build
WORKDIR /app
# Packages first: this layer is made again only when the lock file changes.
COPY package.json package-lock.json ./
# No package's install script is run: those used here bring prebuilt files or are plain JavaScript.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

# ---- run: Node, what was built, and the production packages
FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
# The data folder belongs to the user that runs (1000, named "node" in the base image) and to nobody else.
RUN mkdir /data && chown 1000:1000 /data && chmod 700 /data
# Code stays owned by root: the program cannot change itself.
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/bin ./bin
# By number, so that an orchestrator can see that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 3000
# Node asks itself: no curl in the image. /healthz answers as soon as the process serves.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Exec form: no shell in between, so SIGTERM from `docker stop` arrives and what is under way is finished.
CMD ["node", "dist/main.js"]
