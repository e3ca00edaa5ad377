# See docs/kubernetes.md. scripts/testing/container-steps.sh runs the same steps where there is no container runtime.
FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run -s build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-slim
ENV NODE_ENV=production NODE_COMPILE_CACHE=/tmp/node-compile-cache
WORKDIR /app
COPY --from=build /build/package.json /build/LICENSE ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/collections collections
COPY --from=build /build/schemas schemas
COPY --from=build /build/dist dist
# Reports go to the working directory. The rest of the file system may be read-only.
RUN install -d -o node -g node /work
WORKDIR /work
USER 1000:1000
ENTRYPOINT ["node", "/app/dist/cli.js"]
CMD ["run"]
