-- The change that made the content what it is: asked for again, it is done, whatever became of the parcel since.
alter table delivery add column content_change uuid;
