# Runs "$@" so that it can't outlive whoever started it: that process holds the other end of our stdin,
# which ends with it, however it ends (SIGKILL included). Leader of a process group of its own.
# KEEPER_SIGNAL ends the command in order, KEEPER_GRACE seconds later the group is killed, KEEPER_AFTER tidies up.

# Before the command starts, since it may be asked to end at once.
child=
asked=
end() {
  asked=1
  [ -z "$child" ] || kill "-$KEEPER_SIGNAL" "$child" 2>/dev/null
}
trap end TERM

exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
[ -z "$asked" ] || end

(
  while read -r _; do :; done <&3
  kill "-$KEEPER_SIGNAL" "$child" 2>/dev/null
  sleep "$KEEPER_GRACE" 3<&-
  [ -z "$KEEPER_AFTER" ] || sh -c "$KEEPER_AFTER" >/dev/null 2>&1
  kill -KILL 0
) &
exec 3<&-

while :; do
  wait "$child"
  code=$?
  # A signal interrupts `wait` before the command has ended.
  kill -0 "$child" 2>/dev/null || break
done

[ -z "$KEEPER_AFTER" ] || sh -c "$KEEPER_AFTER" >/dev/null 2>&1
trap '' TERM
kill -TERM 0
exit "$code"
