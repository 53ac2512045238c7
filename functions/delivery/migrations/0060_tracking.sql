-- What the bearer of a link sees of an order, and whether the link was revoked. Pages ask every few seconds.
create function tracking(of_order uuid, link_made_at timestamptz, position_shown interval)
  returns table (is_void boolean, is_called_off boolean, tracked json)
  language plpgsql stable
  -- To plan these statements anew for each look takes ten times as long as to run them.
  set plan_cache_mode = force_generic_plan as $$
begin
  return query select
    exists (select from revoked_links where order_id = of_order and revoked_at >= link_made_at),
    exists (select from cancelled_order where order_id = of_order),
    (select row_to_json(seen) from (
       select order_number as "orderNumber", delivery.status, slot.starts_at as "startsAt", slot.ends_at as "endsAt", stop.eta,
              case when slot_offer.answer is null and delivery.status in ('unassigned', 'assigned') and slot.starts_at > now()
                     and slot_offer.delivery_id is not null
                   then json_build_object('slotId', slot.id, 'wishedStart', wished.starts_at, 'wishedEnd', wished.ends_at) end as offer,
              first_name as "firstName", delivered_at as "deliveredAt", code,
              case when stop.position is not null then (
                select count(*) from stop as earlier join delivery as theirs on theirs.id = earlier.delivery_id
                 where earlier.route_id = stop.route_id and earlier.position < stop.position
                   and theirs.status not in ('delivered', 'failed', 'cancelled')) end as "stopsBefore",
              case when delivery.lat is not null and erased_at is null
                   then json_build_object('lat', delivery.lat, 'lon', delivery.lon) end as destination,
              (select json_build_object('lat', place.lat, 'lon', place.lon, 'at', place.at)
                 from courier_position as place
                where delivery.status = 'departed' and place.courier_id = route.courier_id and place.at >= route.departed_at
                  and place.at > now() - position_shown
                order by place.at desc limit 1) as position,
              (select json_agg(json_build_object('status', entry.status, 'at', entry.at) order by entry.version)
                 from tracking_entry as entry
                where entry.delivery_id = delivery.id
                  -- Neither another plan nor being the next is a step: that is told above.
                  and not (entry.status in ('assigned', 'departed') and entry.reason is not null)) as history
         from delivery
         left join slot on slot.id = slot_id
         left join slot_offer on slot_offer.delivery_id = delivery.id
         left join slot as wished on wished.id = wished_slot_id
         left join stop on stop.delivery_id = delivery.id
         left join route on route.id = stop.route_id
         left join courier on courier.id = route.courier_id
        where order_id = of_order) as seen);
end
$$;
