-- A text whose body nobody may read once it has been sent: a sign-in code.
alter table messages add column secret boolean not null default false;
-- The person it went to is to be forgotten as soon as nothing is left to do for it.
alter table messages add column forget boolean not null default false;

-- Orders whose shopper is to be forgotten; news of them may still be on its way here.
create table forgotten_orders (
  order_id     uuid        primary key,
  forgotten_at timestamptz not null default now()
);

create index messages_secret on messages (recipient) where secret;

-- While due_at is set somebody may still have to send the text, or to find it at the gateway by its words.
create function forget_when_done() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op = 'INSERT' and exists (select from forgotten_orders where order_id = new.order_id) then
    new.forget := true;
  end if;
  if new.due_at is null and (new.secret or new.forget) then
    new.body := '—';
  end if;
  if new.due_at is null and new.forget then
    new.recipient := '+70000000000';
  end if;
  return new;
end
$$;

create trigger messages_forget before insert or update on messages for each row execute function forget_when_done();

comment on column messages.order_id is 'The order, or for a sign-in code the try to sign in, that the text is about.';
