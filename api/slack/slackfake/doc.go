// Package slackfake stands in for Slack in tests: a Web API that keeps
// messages as Slack does, signed deliveries, and the promises of a store.
package slackfake
