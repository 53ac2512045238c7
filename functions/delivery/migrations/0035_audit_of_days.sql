-- Deliveries that wait, by their slot: a day is looked at whole by operators.
create index delivery_waiting on delivery (slot_id) where status = 'unassigned';
