package main

import "github.com/limber-health/limber/api/telemetry"

// observeCmd prints the files that go with the metrics.
type observeCmd struct {
	What string `arg:"" help:"What to print: dashboard or alerts." enum:"dashboard,alerts"`
}

func (o *observeCmd) Run(std stdio) error {
	file := telemetry.Dashboard()
	if o.What == "alerts" {
		file = telemetry.Alerts()
	}
	_, err := std.out.Write(file)
	return err
}
