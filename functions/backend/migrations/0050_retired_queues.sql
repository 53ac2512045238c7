-- Queues of RabbitMQ that others took the place of, until they are deleted.
create table retired_queues (
  name        text        primary key,
  -- Since when it has been found empty each time; null: it was not at the last look.
  empty_since timestamptz
);
