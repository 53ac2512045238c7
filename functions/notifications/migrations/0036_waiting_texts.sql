-- What waits is found however many texts there have been, also while the planner has no statistics, or old ones, of them.
create index messages_waiting on messages (order_id, position) where status in ('queued', 'sending');
create index messages_cancellations on messages (order_id) where template = 'order.cancelled';
