-- Texts of which nothing more was heard.
create index messages_sent on messages (sent_at) where status = 'sent';
