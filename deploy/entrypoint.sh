#!/bin/sh
# Secrets come as files (Docker and Kubernetes mount them): NAME_FILE=/run/secrets/x becomes NAME, for the names below.
set -eu
for name in LLM_ASSETS_KEY LLM_ASSETS_VAULT_KEY LLM_ASSETS_SMTP_PASSWORD LLM_ASSETS_WEBHOOK DAGSTER_PG_PASSWORD; do
    file=$(printenv "${name}_FILE" || true)
    if [ -n "$file" ]; then
        value=$(cat "$file")
        export "$name=$value"
        unset "${name}_FILE"
    fi
done
exec "$@"
