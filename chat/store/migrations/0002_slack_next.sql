-- Finds the job to claim without looking at all that wait.
CREATE INDEX slack_jobs_next ON slack_jobs (lane, n) WHERE ended = 0;
