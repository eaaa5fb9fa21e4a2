package telemetry

import _ "embed" // the files

//go:embed files/dashboard.json
var dashboard []byte

//go:embed files/alerts.yaml
var alerts []byte

// Dashboard is a dashboard for Grafana, in JSON.
func Dashboard() []byte { return dashboard }

// Alerts are alert rules for Prometheus, in YAML.
func Alerts() []byte { return alerts }
