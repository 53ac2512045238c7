-- Whether the sender that has the message was about to hand it over. Null: senders by a gateway that can be asked don't say.
alter table messages add column handed_over boolean;
