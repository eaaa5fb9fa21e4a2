// Package slack lets people ask Limber in Slack. It translates Slack's
// deliveries into questions for package chat and replies into messages. Every
// message gets one answer or one apology, and a red flag is told first. It
// never logs what a person wrote, and never decides what is dangerous.
package slack
