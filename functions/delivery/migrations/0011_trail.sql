-- A trail asks for all of a request's steps.
create index tracking_entry_correlation on tracking_entry (correlation_id);
