-- What operators list that is few among a million: what was deleted, what is not published, what is sold out. The last is what
-- pages of search end with, too.
create index product_deleted on product (updated_at, id) where deleted_at is not null;
create index product_unpublished on product (updated_at, id) where not published and deleted_at is null;
create index stock_sold_out on stock (product_id) where band = 'none';
