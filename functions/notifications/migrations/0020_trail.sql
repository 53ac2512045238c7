-- A trail asks for all of a request's texts.
create index messages_correlation on messages (correlation_id);
