-- A trail asks for all of a request's movements.
create index stock_movement_correlation on stock_movement (correlation_id);
