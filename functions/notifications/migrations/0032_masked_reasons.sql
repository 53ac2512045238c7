-- What gateways said quoted numbers that were not masked yet when it was kept.
update messages set reason = regexp_replace(reason, '\+\d[\d ().-]{6,}\d|\d{9,}', '•••', 'g')
 where reason ~ '\+\d[\d ().-]{6,}\d|\d{9,}';
update message_attempts set reason = regexp_replace(reason, '\+\d[\d ().-]{6,}\d|\d{9,}', '•••', 'g')
 where reason ~ '\+\d[\d ().-]{6,}\d|\d{9,}';
