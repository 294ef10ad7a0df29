"""Checks the manifests for Kubernetes, and prints what they start of ours, as JSON.

Usage: manifests.py DIRECTORY RULES
"""

import json
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import yaml

# The oldest release that is still supported by anybody, and the newest one.
VERSIONS = ["1.29", kubernetes_validate.latest_version()]
OPERATOR = "monitoring.coreos.com/v1"

directory, rules = map(Path, sys.argv[1:])
objects = [part for file in sorted(directory.glob("*.yaml")) for part in yaml.safe_load_all(file.read_text())]
rule = yaml.safe_load(subprocess.run([directory / "prometheus-rule.sh"], check=True, capture_output=True).stdout)
assert rule["apiVersion"] == OPERATOR and rule["kind"] == "PrometheusRule"
assert rule["spec"] == yaml.safe_load(rules.read_text()), "the rule is not the rule file"

for part in objects:
    if part["apiVersion"] != OPERATOR:
        for version in VERSIONS:
            kubernetes_validate.validate(part, version, strict=True)


def kind(name):
    return [part for part in objects if part["kind"] == name]


def pods():
    """Every pod that somebody makes, with its labels."""
    return [(part, part["spec"]["template"]) for part in kind("Deployment") + kind("Job")]


def containers(template):
    return template["spec"].get("initContainers", []) + template["spec"]["containers"]


def selected(selector, labels):
    return all(labels.get(key) == value for key, value in selector.items())


labels = [template["metadata"]["labels"] for _, template in pods() if "metadata" in template]
ports = {port["name"]: port["containerPort"]
         for _, template in pods() for container in containers(template) for port in container.get("ports", [])}
for deployment in kind("Deployment"):
    assert selected(deployment["spec"]["selector"]["matchLabels"], deployment["spec"]["template"]["metadata"]["labels"])
for service in kind("Service"):
    assert any(selected(service["spec"]["selector"], one) for one in labels)
    assert all(port["targetPort"] in ports for port in service["spec"]["ports"])
for policy in kind("NetworkPolicy"):
    assert any(selected(policy["spec"]["podSelector"]["matchLabels"], one) for one in labels)
    assert policy["spec"]["ingress"][0]["ports"][0]["port"] == ports["metrics"]
for monitor in kind("ServiceMonitor"):
    service, = [one for one in kind("Service")
                if selected(monitor["spec"]["selector"]["matchLabels"], one["metadata"]["labels"])]
    assert set(monitor["spec"]) == {"selector", "jobLabel", "endpoints"}
    assert "migration" in service["metadata"]["labels"][monitor["spec"]["jobLabel"]], "no alert is about that job"
    for endpoint in monitor["spec"]["endpoints"]:
        assert endpoint["port"] in {port["name"] for port in service["spec"]["ports"]}
for monitor in kind("PodMonitor"):
    assert any(selected(monitor["spec"]["selector"]["matchLabels"], one) for one in labels)
    assert set(monitor["spec"]) == {"selector", "podMetricsEndpoints"}
    for endpoint in monitor["spec"]["podMetricsEndpoints"]:
        assert endpoint["port"] in ports
        assert any(step["targetLabel"] == "job" and "migration" in step["replacement"] for step in endpoint["relabelings"])

started = []
for part, template in pods():
    spec = template["spec"]
    volumes = {volume["name"] for volume in spec.get("volumes", [])}
    for container in containers(template):
        name = f"{part['metadata']['name']}: {container['name']}"
        # Where the program listens unless it is told otherwise.
        assert all(port["containerPort"] == 12809 for port in container.get("ports", []) if port["name"] == "metrics"), name
        assert {mount["name"] for mount in container.get("volumeMounts", [])} <= volumes, name
        for probe in ("livenessProbe", "startupProbe"):
            if probe in container:
                assert container[probe]["httpGet"] == {"path": "/livez", "port": "metrics"}, name
        ours = container["image"].split("/")[-1].startswith("migration-exporter:")
        if ours:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
            }, name
            assert spec["securityContext"]["runAsNonRoot"] and spec["securityContext"]["runAsUser"] > 0, name
            assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
            arguments = container["args"]
        elif container.get("command", [""])[0] == "migration-exporter":
            arguments = container["command"][1:]
        else:
            continue
        started.append({
            "name": name, "arguments": arguments,
            "environment": {entry["name"]: entry.get("value", "") for entry in container.get("env", [])}})

print(json.dumps({"started": started, "configurations": [one["data"] for one in kind("ConfigMap")]}))
