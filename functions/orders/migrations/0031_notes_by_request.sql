create index order_note_correlation on order_note (correlation_id);
