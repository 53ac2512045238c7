-- What waits is found however many texts there have been, also while the planner has no statistics, or old ones, of them.
create index messages_waiting on messages (order_id, position) where status in ('queued', 'sending');
create index messages_cancellations on messages (order_id) where template = 'order.cancelled';

-- Each text is written three times within seconds. What that leaves behind is swept away before it makes looking slow.
alter table messages set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
