#!/bin/sh
# Prints the alerts as an object for the Prometheus Operator:
#
#   deploy/kubernetes/prometheus-rule.sh | kubectl apply -f -
set -eu
cat <<'END'
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: migration-exporter
  labels: {app.kubernetes.io/name: migration-exporter}
spec:
END
sed 's/^\(.\)/  \1/' "$(dirname "$0")/../../alerts/migration-exporter.rules.yml"
