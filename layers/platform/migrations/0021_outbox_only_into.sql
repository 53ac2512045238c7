-- Published again for one RabbitMQ queue alone; null: for whoever it concerns.
alter table outbox add column only_into text;
