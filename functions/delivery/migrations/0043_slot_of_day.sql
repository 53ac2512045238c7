create index slot_of_day on slot (service_date);
